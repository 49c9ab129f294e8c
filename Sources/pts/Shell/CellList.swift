import Figures
import Notebooks
import TextWidth

/// `:cells`: a line for each cell.
struct CellList {
  private let cells: [NotebookCell]

  init(_ cells: [NotebookCell]) { self.cells = cells }

  static func duration(_ seconds: Double) -> String { Numeral.duration(seconds) }

  func text(_ terminal: Terminal) -> String {
    let width = String(cells.compactMap(\.number).max() ?? 0).count + 2
    let lines = cells.map { cell in
      let number = cell.number.map { "[\($0)]" } ?? ""
      var note = ""
      switch cell.ending {
      case .finished: if cell.seconds >= 0.1 { note = Self.duration(cell.seconds) }
      case .failed: note = "failed"
      case .interrupted: note = "interrupted"
      }
      let rows = cell.source.split(separator: "\n").count
      var head = terminal.clean(cell.headline)
      if cell.title.isEmpty, rows > 1 { head += terminal.unicode ? " …" : " ..." }
      let room = max(8, terminal.width - width - 2 - (note.isEmpty ? 0 : note.count + 2))
      let shown = head.clipped(toWidth: room, ellipsis: terminal.unicode ? "…" : "...")
      return number.padded(toWidth: width) + " " + shown + (note.isEmpty ? "" : "  " + note)
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
