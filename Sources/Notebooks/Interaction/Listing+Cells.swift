import Figures

extension Listing {
  /// `:cells`: a line for each cell.
  init(_ session: Session) {
    let stale = session.staleCells
    self.init(
      rows: session.cells.enumerated().map { index, cell in
        var note = ""
        switch cell.ending {
        case .finished: if cell.seconds >= 0.1 { note = Numeral.duration(cell.seconds) }
        case .failed: note = "failed"
        case .interrupted: note = "interrupted"
        case .exited(let status): note = "exit \(status)"
        }
        switch stale[index] {
        case .edited?, .added?: note = stale[index]!.text
        case .name(let name)?, .file(let name)?: note = "stale: \(name)"
        case nil:
          if note.isEmpty, let other = session.replacement(of: cell) {
            note = "replaced by \(other)"
          }
        }
        return Row(
          label: cell.number.map { "[\($0)]" } ?? "   ", text: cell.headline,
          hasMoreLines: cell.title.isEmpty && cell.currentSource.split(separator: "\n").count > 1,
          note: note)
      })
  }
}
