import Diagnostics
import Script

/// One cell that a session has run.
package struct NotebookCell {
  /// From 1; what `_3` and the prompt count. Prose has none.
  package let number: Int?
  /// The text after `# %%`, often empty.
  package let title: String
  /// Without its marker and without blank lines around it.
  package let source: String
  /// Where `source` is from, its marker and blank lines included.
  let text: SourceRange
  /// Those that came to their end, in order.
  let statements: [CellStatement]
  /// The one at which the cell was cut short.
  let stopped: CellStatement?
  /// Names that were forgotten after it.
  var forgotten: [String] = []
  package let defined: [String]
  /// Its last expression's; `none` where there is none.
  package let value: Value
  /// In the order they were emitted.
  package let outputs: [CellOutput]
  /// How many outputs were too many to keep.
  package let omittedOutputs: Int
  package let seconds: Double
  package let ending: Ending

  /// Prose is in comments, and has nothing to run.
  package var isProse: Bool { number == nil }

  /// The first line that says something, for a list.
  package var headline: String {
    if !title.isEmpty { return title }
    let line = source.split(separator: "\n").first { $0.contains { !$0.isWhitespace } }
    return line.map(String.init) ?? ""
  }
}
