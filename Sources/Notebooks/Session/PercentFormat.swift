import Foundation
import Syntax

/// Cells as the text of a `.pts` file: Jupytext's percent format.
enum PercentFormat {
  /// - Parameters:
  ///   - cells: each with its text, without its marker.
  ///   - preamble: comments above the first cell.
  static func text(_ cells: [(cell: NotebookCell, source: String)], preamble: String = "") -> String
  {
    var text = "#!/usr/bin/env pts\n" + (preamble.isEmpty ? "" : preamble + "\n\n")
    for (cell, source) in cells {
      text += marker(title: cell.title, isProse: cell.isProse) + "\n" + source + "\n\n"
    }
    while text.hasSuffix("\n\n") { text.removeLast() }
    return text
  }

  static func marker(title: String, isProse: Bool) -> String {
    (["# %%"] + (isProse ? ["[markdown]"] : []) + (title.isEmpty ? [] : [title]))
      .joined(separator: " ")
  }

  /// A cell's text without its marker and without blank lines around it.
  static func body(ofCell source: String) -> String {
    var lines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
    if let first = lines.first, first.hasPrefix("#!") { lines.removeFirst() }
    if let first = lines.first, CellMarker.read(String(first)) != nil { lines.removeFirst() }
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// A prose cell's text without the signs that make it a comment.
  static func prose(ofCell source: String) -> String {
    body(ofCell: source).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { line in
        guard line.hasPrefix("#") else { return line }
        return line.hasPrefix("# ") ? line.dropFirst(2) : line.dropFirst()
      }.joined(separator: "\n")
  }

  /// The comments that a file has above the marker of its first cell, without its first line where that
  /// names the program.
  static func preamble(of text: String) -> String {
    var lines: [Substring] = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if CellMarker.read(String(line)) != nil { break }
      let words = line.drop(while: \.isWhitespace)
      // Code belongs to a cell.
      if !words.isEmpty, !words.hasPrefix("#") { return "" }
      if !(lines.isEmpty && line.hasPrefix("#!")) { lines.append(line) }
    }
    return lines.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
