import Diagnostics

/// Text that was copied from the shell, with its prompts and what the cells have shown.
package struct ShellTranscript {
  /// The cells alone.
  package let code: String
  /// The UTF-8 range of the first prompt.
  package let firstPrompt: Range<Int>

  /// Nil where a text has none of the shell's prompts.
  package init?(_ text: String) {
    guard text.contains("] ") || text.contains("…") else { return nil }
    var cells: [[String]] = []
    /// A line that begins a cell whose prompt wasn't copied, if the next line continues it.
    var loose: String?
    var first: Range<Int>?
    var isInCell = false
    var offset = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let mark = Mark(line)
      if let mark, first == nil {
        let indent = line.utf8.prefix { $0 == 0x20 }.count
        first = offset + indent..<offset + line.utf8.count - mark.rest.utf8.count
      }
      switch mark {
      case .prompt(let rest)?:
        cells.append([rest])
        isInCell = true
      case .continuation(let rest)?:
        if let start = loose, !isInCell { cells.append([start]) }
        if cells.isEmpty { return nil }
        cells[cells.count - 1].append(rest)
        isInCell = true
      case nil:
        // Before the first prompt there is the greeting at most.
        if first == nil, cells.isEmpty, loose != nil { return nil }
        isInCell = false
      }
      loose = mark == nil ? String(line) : nil
      if first == nil, line.allSatisfy(\.isWhitespace) || line.hasPrefix("pts ") { loose = nil }
      offset += line.utf8.count + 1
    }
    guard let first else { return nil }
    let texts = cells.map { $0.joined(separator: "\n") }
      .filter { $0.contains { !$0.isWhitespace } }
    let code = texts.filter { !$0.hasPrefix(":") && !$0.hasPrefix("?") }
    firstPrompt = first
    // A command by itself is one.
    self.code = code.isEmpty ? texts.last ?? "" : code.joined(separator: "\n# %%\n")
  }

  /// That a file has them.
  package func diagnostic(in file: SourceFile) -> Diagnostic {
    Diagnostic(
      "the text was copied from the shell with its prompts",
      at: SourceRange(file, firstPrompt.lowerBound, firstPrompt.upperBound),
      hint: "take out the prompts and what was shown, or paste it into the shell, which does that")
  }

  /// How a line of the shell's begins.
  private enum Mark {
    case prompt(String)
    case continuation(String)

    var rest: String {
      switch self {
      case .prompt(let rest), .continuation(let rest): rest
      }
    }

    init?(_ line: Substring) {
      let text = line.drop { $0 == " " }
      if text.first == "…" {
        let rest = text.dropFirst()
        self = .continuation(String(rest.first == " " ? rest.dropFirst() : rest))
        return
      }
      guard text.first == "[" else { return nil }
      let number = text.dropFirst().prefix { $0.isASCII && $0.isNumber }
      let after = text[number.endIndex...]
      guard !number.isEmpty, after.hasPrefix("] "), Self.beginsCell(after.dropFirst(2)) else {
        return nil
      }
      self = .prompt(String(after.dropFirst(2)))
    }

    /// Whether what follows `[1] ` is a cell, and not the rest of an expression.
    private static func beginsCell(_ text: Substring) -> Bool {
      guard let first = text.first else { return true }
      let word = text.prefix { $0.isLetter }
      if ["in", "and", "or", "not"].contains(word) { return false }
      return first.isLetter || first.isNumber || "_\"#:?([{".contains(first)
    }
  }
}
