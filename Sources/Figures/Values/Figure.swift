/// The picture of a value, described once and drawn for a medium: figures hold data and words,
/// never columns, pixels or colours.
package indirect enum Figure: Sendable {
  case text(String)
  /// A text of any length, of which a reader sees the first lines.
  case excerpt(String)
  /// Help as `?name` gives it: lines whose columns of words and explanations are kept apart.
  case help(String)
  case list(ItemList)
  case record(FieldList)
  case listing(Listing)
  case table(Table)
  case line(LineChart)
  case scatter(Scatter)
  case histogram(Histogram)
  case bars(Bars)
  case heatMap(HeatMap)
  case tensor(TensorFigure)
  case sparkline(Sparkline)
  case progress(ProgressLine)
  /// Figures one under the other, an empty line between them.
  case stack([Figure])

  /// What it is called, where it has a name.
  var title: String? {
    switch self {
    case .table(let table): table.title
    case .line(let chart): chart.title
    case .scatter(let scatter): scatter.title
    case .histogram(let histogram): histogram.title
    case .bars(let bars): bars.title
    case .heatMap(let map): map.title
    case .tensor(let tensor): tensor.name
    case .stack(let figures): figures.lazy.compactMap(\.title).first
    default: nil
    }
  }

  /// Whether it is a picture alone, without words or numbers beside it.
  package var isPicture: Bool {
    switch self {
    case .line, .scatter, .histogram, .bars, .heatMap: true
    case .stack(let figures): figures.count == 1 && figures[0].isPicture
    default: false
    }
  }
}
