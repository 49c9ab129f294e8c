import Diagnostics
import Script

/// One cell of a session's notebook: its text, and what its last run gave.
package struct NotebookCell {
  /// From 1; what `_3` and the prompt count. Prose has none.
  package let number: Int?
  /// The text after `# %%`, often empty.
  package internal(set) var title: String
  /// The text that was run, without its marker and without blank lines around it.
  package internal(set) var source: String
  /// Where `source` is from, its marker and blank lines included.
  var text: SourceRange
  /// A text that has taken its place and hasn't been run.
  var pending: SourceRange?
  /// Whether it is of the file that the session works on.
  var isOfFile = false
  /// Nil where it never ran.
  var trace: CellTrace?
  /// Runs of texts that it had before those that have failed: their names are kept until one works.
  var orphans: [CellTrace] = []
  /// Those that came to their end, in order.
  var statements: [CellStatement]
  /// The one at which the cell was cut short.
  var stopped: CellStatement?
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

  /// The text as it is now, whether it was run or not, without its marker.
  package var currentSource: String {
    pending.map { PercentFormat.body(ofCell: $0.text) } ?? source
  }

  /// The first line that says something, for a list.
  package var headline: String {
    if !title.isEmpty { return title }
    let line = currentSource.split(separator: "\n").first { $0.contains { !$0.isWhitespace } }
    return line.map(String.init) ?? ""
  }
}
