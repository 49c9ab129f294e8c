/// Draws figures as SVG: pictures with axes, units, a legend and a text alternative.
package struct SVGDrawer: Sendable {
  private let theme: PageTheme

  package init(_ theme: PageTheme = .adaptive) { self.theme = theme }

  /// One `<svg>` element; nil for figures that are words and numbers.
  package func draw(_ figure: Figure) -> String? {
    switch figure {
    case .line(let chart): document(figure) { $0.draw(chart) }
    case .scatter(let scatter): document(figure) { $0.draw(scatter) }
    case .histogram(let histogram): document(figure) { $0.draw(histogram) }
    case .bars(let bars): document(figure) { $0.draw(bars) }
    case .heatMap(let map): document(figure) { $0.draw(map) }
    case .tensor(let tensor) where tensor.shape.count > 1 && tensor.count > 1:
      document(figure) { $0.draw(tensor.heatMap) }
    case .stack(let figures) where figures.count == 1: draw(figures[0])
    default: nil
    }
  }

  private func document(_ figure: Figure, _ draw: (inout SVGCanvas) -> Void) -> String {
    var canvas = SVGCanvas()
    draw(&canvas)
    return canvas.document(
      title: figure.title ?? figure.kind, description: figure.alternative, theme: theme)
  }
}
