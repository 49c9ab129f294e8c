import Diagnostics
import JSON
import Syntax

/// A Jupyter notebook as the text of a `.pts` file. One that pts has written comes back as it was,
/// except where somebody has changed it; of any other the prose comes, and its code as prose.
package struct NotebookImport {
  package private(set) var text = ""
  /// What the file has otherwise than the notebook.
  package private(set) var remarks: [String] = []
  /// The cells of code that the text has, in order.
  private(set) var code: [(cell: JupyterNotebook.Cell, percent: PercentCell)] = []

  /// - Parameter bytes: of the notebook's file, which may be hostile.
  package init(_ bytes: [UInt8]) throws(JupyterNotebookError) {
    self.init(try JupyterNotebook(parsing: bytes))
  }

  init(_ notebook: JupyterNotebook) {
    let language = notebook.language
    let isOwn = language == JupyterNotebook.ownName || notebook.note != nil
    text = notebook.note?["head"]?.string ?? JupyterNotebook.usualHead
    var isOriginal = false
    for (index, cell) in notebook.cells.enumerated() {
      let percent = Self.percent(cell, language: isOwn ? nil : language ?? "")
      if !percent.isProse { code.append((cell, percent)) }
      if let original = cell.note?["text"]?.string, PercentCell(reading: original) == percent {
        text += original
        isOriginal = true
      } else {
        // The cell before it may not end in an empty line.
        if !text.hasSuffix("\n"), !text.isEmpty { text += "\n" }
        text += percent.text
        isOriginal = false
      }
      if cell.hasAttachments { remarks.append("cell \(index + 1): its pictures are left out") }
    }
    // A file doesn't end in an empty line, unless it was so.
    if !isOriginal {
      while text.hasSuffix("\n\n") { text.removeLast() }
    }
    remark(notebook, isOwn: isOwn, language)
  }

  private mutating func remark(_ notebook: JupyterNotebook, isOwn: Bool, _ language: String?) {
    let count = notebook.cells.count { $0.kind == .code }
    guard !isOwn, count > 0 else { return }
    let code = count == 1 ? "its cell of code is" : "its \(count) cells of code are"
    remarks.append(
      "the notebook's language is \(language.map { "`\($0)`" } ?? "unknown"), which pts can't run: "
        + "\(code) kept as text in prose")
  }

  /// - Parameter language: that the code is in, where it isn't pts.
  private static func percent(_ cell: JupyterNotebook.Cell, language: String?) -> PercentCell {
    let source = cell.source.trimmingBlankLines
    switch (cell.kind, language) {
    case (.markdown, _):
      let title = cell.metadata.last { $0.name == "title" }?.value.string ?? ""
      return PercentCell(title: title.oneLine, isProse: true, source: source)
    case (.raw, _): return PercentCell(isProse: true, source: MarkdownText.fence(source, ""))
    case (.code, let language?):
      return PercentCell(isProse: true, source: MarkdownText.fence(source, language.oneLine))
    case (.code, nil): return code(source)
    }
  }

  /// Code whose first line may be its title.
  private static func code(_ source: String) -> PercentCell {
    let first = source.prefix { !$0.isNewline }
    guard let marker = CellMarker.read(String(first)), !marker.isProse else {
      return PercentCell(isProse: false, source: source)
    }
    return PercentCell(
      title: marker.title, isProse: false, source: PercentFormat.body(ofCell: source))
  }
}

extension String {
  fileprivate var oneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  fileprivate var trimmingBlankLines: String {
    var lines = split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
