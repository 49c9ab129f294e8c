import JSON

/// A Jupyter notebook that says what its cells gave, as something to run again.
package struct RecordedNotebook {
  /// As a `.pts` file.
  package let text: String
  /// The path of the script it was exported from, as the notebook's folder has it.
  package let script: String?
  package let arguments: [String]
  let cells: [Cell]
  let origin: Origin

  /// A cell of code.
  struct Cell {
    /// Nil where it wasn't run: somebody has added it since.
    let record: CellRecord?
    /// Of its code as the notebook has it now.
    let code: String
  }

  /// What wrote the notebook.
  struct Origin {
    let version: String
    let machine: String
    let processor: String
  }

  /// - Parameter bytes: of the notebook's file, whoever wrote it.
  package init(_ bytes: [UInt8]) throws(JupyterNotebookError) {
    let notebook = try JupyterNotebook(parsing: bytes)
    let imported = NotebookImport(notebook)
    guard let note = notebook.note, let version = note["version"]?.string else {
      throw .withoutRecord
    }
    text = imported.text
    script = note["script"]?.string
    arguments = (note["arguments"]?.array ?? []).compactMap(\.string)
    origin = Origin(
      version: version, machine: note["machine"]?.string ?? "",
      processor: note["processor"]?.string ?? "")
    cells = imported.code.map { cell, percent in
      Cell(record: cell.note.flatMap(CellRecord.init), code: CellRecord.digest(percent.source))
    }
    guard cells.contains(where: { $0.record != nil }) else { throw .withoutRecord }
  }
}
