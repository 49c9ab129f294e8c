import Bindings
import Figures
import Script

/// Something to look at: a figure, which a sink may draw for its own window or page, and the
/// content that it can be had as by MIME type.
package struct DisplayData: Sendable {
  package let figure: Figure
  /// What is shown as it is by now; nil where it no longer changes. A sink that can replace what it has
  /// shown asks again and again, on any thread.
  package let refreshed: (@Sendable () -> DisplayData)?

  package init(_ figure: Figure, refreshed: (@Sendable () -> DisplayData)? = nil) {
    self.figure = figure
    self.refreshed = refreshed
  }

  /// What a cell shows of a value; nil of `none`.
  package init?(_ value: Value) {
    guard let figure = Figure(value) else { return nil }
    if case .object(let object) = value, let redraw = object.redraw {
      self.init(figure, redraw: redraw)
    } else {
      self.init(figure)
    }
  }

  private init(_ figure: Figure, redraw: @escaping Redraw) {
    self.init(figure) {
      let next = redraw()
      return next.isFinal ? DisplayData(next.figure) : DisplayData(next.figure, redraw: redraw)
    }
  }

  /// The types that `content` may have, the richest last.
  package static let types: [MIMEType] = [.plainText, .html, .svg]

  /// The figure as a text of that type; nil where it has no such form. A picture is an `svg`
  /// element and no HTML of its own; all else is HTML, with pictures inside where there are some.
  package func content(_ type: MIMEType) -> String? {
    switch type {
    case .plainText: TerminalDrawer(Terminal()).draw(figure)
    case .html: figure.isPicture ? nil : HTMLDrawer().draw(figure)
    case .svg: figure.isPicture ? SVGDrawer().draw(figure) : nil
    default: nil
    }
  }

  /// What a reader sees in a picture, in words.
  package var alternative: String { figure.alternative }
}
