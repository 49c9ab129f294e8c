import JSON

/// A Jupyter notebook as something to run again: what its cells gave, as a reader sees it, and to the
/// last bit where `pts export` has written it.
package struct RecordedNotebook {
  /// As a `.pts` file.
  package let text: String
  /// The path of the script it was exported from, as the notebook's folder has it.
  package let script: String?
  package let arguments: [String]
  let cells: [Cell]
  /// Nil where `pts export` hasn't written it.
  let origin: Origin?

  /// A cell of code.
  struct Cell {
    /// Nil where `pts export` hasn't written it.
    let record: CellRecord?
    /// Of its code as the notebook has it now.
    let code: String
    /// What a reader sees; nil where it hasn't been run.
    let results: VisibleResults?
  }

  /// What wrote the notebook.
  struct Origin {
    let version: String
    let machine: String
    let processor: String
  }

  /// - Parameter bytes: of the notebook's file, which may be hostile.
  package init(_ bytes: [UInt8]) throws(JupyterNotebookError) {
    let notebook = try JupyterNotebook(parsing: bytes)
    let imported = NotebookImport(notebook)
    let note = notebook.note
    text = imported.text
    script = note?["script"]?.string
    arguments = (note?["arguments"]?.array ?? []).compactMap(\.string)
    origin = note?["version"]?.string.map { version in
      Origin(
        version: version, machine: note?["machine"]?.string ?? "",
        processor: note?["processor"]?.string ?? "")
    }
    cells = imported.code.map { cell, percent in
      Cell(
        record: cell.note.flatMap(CellRecord.init), code: CellRecord.digest(percent.source),
        results: cell.number.map { _ in VisibleResults(cell.outputs) })
    }
    guard cells.contains(where: { $0.results != nil }) else { throw .withoutRecord }
  }
}
