import Figures

/// Something to look at: a figure, which a sink may draw for its own window or page, and the
/// content that it can be had as by MIME type.
package struct DisplayData: Sendable {
  package let figure: Figure

  package init(_ figure: Figure) { self.figure = figure }

  /// The types that `content` has, the richest last.
  package static let types: [MIMEType] = [.plainText]

  /// Nil for a type that isn't among `types`.
  package func content(_ type: MIMEType) -> String? {
    switch type {
    case .plainText: TerminalDrawer(Terminal()).draw(figure)
    default: nil
    }
  }
}
