/// Pictures in words, for readers who don't see them.
extension Figure {
  /// What it is called where it has no title.
  package var kind: String {
    switch self {
    case .text, .excerpt, .help: "text"
    case .list, .listing: "list"
    case .record: "record"
    case .table: "table"
    case .line: "line chart"
    case .scatter: "scatter plot"
    case .histogram: "histogram"
    case .bars: "bar chart"
    case .heatMap: "heat map"
    case .tensor: "tensor"
    case .sparkline: "sparkline"
    case .progress: "progress"
    case .stack: "figures"
    }
  }

  /// What a reader sees in a picture: its kind, what is on its axes, and the numbers at its ends.
  /// Words and tables describe themselves.
  package var alternative: String {
    switch self {
    case .line(let chart): chart.alternative
    case .scatter(let scatter): scatter.alternative
    case .histogram(let histogram): histogram.alternative
    case .bars(let bars): bars.alternative
    case .heatMap(let map): "Heat map of \(map.rows) × \(map.columns) values."
    case .tensor(let tensor):
      "Heat map of a tensor of \(tensor.shape.map(String.init).joined(separator: " × ")) values"
        + (tensor.summary.map {
          ", mean \(Numeral.short($0.mean)), from \(Numeral.short($0.min)) to "
            + "\(Numeral.short($0.max))."
        } ?? ".")
    default: kind
    }
  }

  /// More series, bars or groups than this are counted.
  fileprivate static let mostNamed = 12

  fileprivate static func sentences(_ head: String, _ parts: [String], _ unit: String) -> String {
    let more = parts.count - mostNamed
    return ([head] + parts.prefix(mostNamed) + (more > 0 ? ["\(more) more \(unit)."] : []))
      .joined(separator: " ")
  }
}

extension Axis {
  /// `steps on a logarithmic axis`.
  fileprivate func words(_ name: String) -> String {
    (caption ?? name) + (isLogarithmic ? " on a logarithmic axis" : "")
  }
}

extension LineChart {
  fileprivate var alternative: String {
    let parts = series.enumerated().map { index, series in
      let name = series.name ?? (self.series.count > 1 ? "series \(index + 1)" : "The line")
      let points = series.points.filter { $0.y.isFinite }
      guard let first = points.first, let last = points.last,
        let low = points.min(by: { $0.y < $1.y }), let high = points.max(by: { $0.y < $1.y })
      else { return "\(name) has no values." }
      return "\(name): \(Numeral.count(points.count)) values from \(Numeral.short(first.y)) to "
        + "\(Numeral.short(last.y)), lowest \(Numeral.short(low.y)) at \(Numeral.short(low.x)), "
        + "highest \(Numeral.short(high.y)) at \(Numeral.short(high.x))."
    }
    return Figure.sentences(
      "Line chart of \(yAxis.words("values")) against \(xAxis.words("their positions")).", parts,
      "series")
  }
}

extension Scatter {
  fileprivate var alternative: String {
    var sizes: [String?: Int] = [:]
    for point in points { sizes[point.group, default: 0] += 1 }
    let groups = sizes.compactMap { group, count in
      group.map { "\($0): \(Numeral.count(count))." }
    }.sorted()
    return Figure.sentences(
      "Scatter plot of \(Numeral.count(points.count)) points, \(yAxis.words("y")) against "
        + "\(xAxis.words("x")).", groups, "groups")
  }
}

extension Histogram {
  fileprivate var alternative: String {
    let total = Histogram.sum(counts[...])
    let head =
      "Histogram of \(Numeral.count(total)) values of \(xAxis.words("one quantity")), from "
      + "\(Numeral.short(range.lowerBound)) to \(Numeral.short(range.upperBound)), in "
      + "\(Numeral.count(counts.count)) bins"
    guard let most = counts.indices.max(by: { counts[$0] < counts[$1] }), total > 0 else {
      return head + "."
    }
    func edge(_ index: Int) -> String {
      let share = Double(index) / Double(counts.count)
      return Numeral.short(range.lowerBound * (1 - share) + range.upperBound * share)
    }
    return "\(head); the fullest, \(edge(most)) to \(edge(most + 1)), has "
      + "\(Numeral.count(counts[most]))."
  }
}

extension Bars {
  fileprivate var alternative: String {
    let number = Numeral.uniform(bars.map(\.value))
    return Figure.sentences(
      "Bar chart.", bars.map { "\($0.label): \(text($0, number))." }, "bars")
  }
}
