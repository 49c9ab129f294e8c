import Diagnostics
import Markdown

/// A script that has run, as a document: its prose, its code and what the code put out.
package struct NotebookDocument {
  struct Cell {
    let percent: PercentCell
    /// The cell as its file has it.
    let text: String
    /// Nil of prose.
    let number: Int?
    let outputs: [CellOutput]
    let omittedOutputs: Int
    let record: CellRecord?
    /// Whether the file has the cell as it would be written again.
    let isUsual: Bool
  }

  /// The script's, without its folder.
  let name: String
  /// What the file has before its first cell.
  let head: String
  let cells: [Cell]
  /// What the script found in `args`.
  let arguments: [String]

  /// - Parameter records: of the cells of code, in order.
  package init(
    _ file: SourceFile, cells: [NotebookCell], records: [CellRecord], arguments: [String]
  ) {
    name = file.path.map { String($0.split(separator: "/").last ?? "") } ?? file.name
    self.arguments = arguments
    head = cells.first.map { file.text(0..<$0.text.lower) } ?? file.text
    var records = records.makeIterator()
    self.cells = cells.enumerated().map { index, cell in
      let text = cell.text.text
      let percent = PercentCell(title: cell.title, isProse: cell.isProse, body: text)
      // A file doesn't end in an empty line.
      let end = index == cells.count - 1 ? "\n" : ""
      return Cell(
        percent: percent, text: text, number: cell.number, outputs: cell.outputs,
        omittedOutputs: cell.omittedOutputs, record: cell.isProse ? nil : records.next(),
        isUsual: percent.text == text + end)
    }
  }

  /// The first heading of its prose, or its name.
  var title: String {
    for cell in cells where cell.percent.isProse {
      for case .heading(_, let words) in MarkdownReader.blocks(of: cell.percent.source) {
        return words.plainText
      }
    }
    return name
  }
}

extension [CellOutput] {
  /// The outputs as a reader sees them, texts of one kind together.
  var joined: [CellOutput] {
    var result: [CellOutput] = []
    for output in self {
      switch (result.last, output) {
      case (.stdout(let text)?, .stdout(let more)): result[result.count - 1] = .stdout(text + more)
      case (.stderr(let text)?, .stderr(let more)): result[result.count - 1] = .stderr(text + more)
      default: result.append(output)
      }
    }
    return result
  }
}
