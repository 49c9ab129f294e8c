import Figures

extension Listing {
  /// `:cells`: a line for each cell.
  init(_ cells: [NotebookCell]) {
    self.init(
      rows: cells.map { cell in
        var note = ""
        switch cell.ending {
        case .finished: if cell.seconds >= 0.1 { note = Numeral.duration(cell.seconds) }
        case .failed: note = "failed"
        case .interrupted: note = "interrupted"
        case .exited(let status): note = "exit \(status)"
        }
        return Row(
          label: cell.number.map { "[\($0)]" } ?? "   ", text: cell.headline,
          hasMoreLines: cell.title.isEmpty && cell.source.split(separator: "\n").count > 1,
          note: note)
      })
  }
}
