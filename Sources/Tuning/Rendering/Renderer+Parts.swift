import Data
import Tokenizers

/// The first stage: a row as text, with the places of soft tokens and of the target.
extension Renderer {
  enum Part {
    /// Text and the UTF-8 spans of the target in it.
    case text(String, targets: [Range<Int>])
    /// Rows of the soft prompt.
    case soft(Range<Int>)
    /// The end of the first text.
    case separator
  }

  func parts(
    _ row: DataRow, words: String, stopsAtTarget: Bool
  ) throws(PromptError) -> [Part] {
    var parts: [Part] = []
    var text = ""
    var targets: [Range<Int>] = []
    func flush() {
      if !text.isEmpty { parts.append(.text(text, targets: targets)) }
      text = ""
      targets = []
    }
    var softStart = try firstSoftToken(row)
    var segment = 0
    func takeSoft() {
      flush()
      parts.append(.soft(softStart..<softStart + segments[segment]))
      softStart += segments[segment]
      segment += 1
    }
    if plan.template.softRuns.isEmpty, !segments.isEmpty { takeSoft() }
    for piece in plan.template.pieces {
      switch piece {
      case .text(let words): text += words
      case .demos: text += demos
      case .soft: if segment < segments.count { takeSoft() }
      case .separator:
        flush()
        parts.append(.separator)
      case .end:
        let start = text.utf8.count
        text += endToken ?? ""
        // The end right after the target is what teaches a model to stop.
        if targets.last?.upperBound == start {
          targets[targets.count - 1] = targets.last!.lowerBound..<text.utf8.count
        }
      case .column(target):
        if stopsAtTarget {
          while let last = text.unicodeScalars.last, last == " " || last == "\t" {
            text.unicodeScalars.removeLast()
          }
          flush()
          return parts
        }
        let start = text.utf8.count
        text += words
        targets.append(start..<text.utf8.count)
      case .column(let name): text += try value(of: name, row)
      }
    }
    flush()
    return parts
  }

  private func value(of column: String, _ row: DataRow) throws(PromptError) -> String {
    let value = try row.text(of: column)
    guard column == input, let limit = plan.maxTokens else { return value }
    return cut(value, to: limit) ?? value
  }

  /// A text up to the end of its token `limit`; nil where it has no more than that.
  private func cut(_ text: String, to limit: Int) -> String? {
    let encoding = tokenizer.encode(text, addSpecialTokens: false)
    guard encoding.count > limit else { return nil }
    let end = encoding.offsets.prefix(limit).reduce(0) { max($0, $1.upperBound) }
    return String(decoding: Array(text.utf8.prefix(end)), as: UTF8.self)
  }

  /// Whether `maxTokens` leaves a part of the row out.
  package func isCut(_ row: DataRow) -> Bool {
    guard let limit = plan.maxTokens, let input, input != target,
      plan.template.columns.contains(input), let value = row.fields[input]
    else { return false }
    return cut(value, to: limit) != nil
  }

  /// Where the soft tokens of the row's task begin among those of all tasks.
  private func firstSoftToken(_ row: DataRow) throws(PromptError) -> Int {
    guard case .multitask(_, let column, let tasks) = plan.method, !segments.isEmpty else {
      return 0
    }
    let task = try row.text(of: column)
    guard let index = tasks.firstIndex(of: task) else {
      throw .unknownTask(task, row: row.origin, known: tasks)
    }
    return index * segments.reduce(0, +)
  }

  /// Each demonstration is the template itself, less soft tokens and nested demonstrations,
  /// followed by a blank line (or a line's end when the template is one line).
  func text(ofDemos demos: [DataRow]) throws(PromptError) -> String {
    let separator = plan.template.source.contains("\n") ? "\n\n" : "\n"
    var text = ""
    for row in demos {
      // Where the template doesn't show the target, a demonstration has to.
      let isShown = plan.template.columns.contains(target)
      for case .text(let part, _) in try parts(
        row, words: try targetText(row), stopsAtTarget: false)
      {
        text += part
      }
      if !isShown { text += try " " + targetText(row) }
      while text.hasSuffix("\n") { text.removeLast() }
      text += separator
    }
    return text
  }
}
