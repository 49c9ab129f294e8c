/// What a value looks like, told once and drawn for a medium: figures hold data and words, never
/// columns, pixels or colours.
package indirect enum Figure: Sendable {
  case text(String)
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
}
