import Data

/// The first stage of rendering: rows of data become text, with the positions of soft tokens and of
/// the target. It needs no tokenizer, so what a prompt makes of a row can be shown for any model.
package struct TextRenderer: Sendable {
  package enum Part {
    /// Text and the UTF-8 spans of the target in it.
    case text(String, targets: [Range<Int>])
    /// Rows of the soft prompt.
    case soft(Range<Int>)
    /// The end of the first text.
    case separator
  }

  /// A text up to the end of its first `tokens` tokens; nil where it has no more than that.
  package typealias Truncation = @Sendable (_ text: String, _ tokens: Int) -> String?

  package let plan: PromptPlan
  package let form: TargetForm
  /// The column that the model has to produce.
  package let target: String
  /// The text of the model's end token, if it has one.
  package let endToken: String?
  /// The column that `maxTokens` cuts.
  private let input: String?
  private let truncation: Truncation?
  /// Lengths of the soft segments.
  private let segments: [Int]
  /// The demonstrations' text, in the place of `{demos}`.
  private var demos = ""
  private let wordsOf: [String: String]

  /// - Parameters:
  ///   - target: the column that the model has to produce.
  ///   - input: the column that the plan's `maxTokens` cuts.
  ///   - endToken: the text of the model's end token.
  ///   - demos: rows shown as examples; none of them may be trained on or scored.
  ///   - truncation: how `maxTokens` is applied; nil leaves texts whole.
  package init(
    _ plan: PromptPlan, form: TargetForm = .text, target: String, input: String? = nil,
    endToken: String?, demos: [DataRow] = [], truncation: Truncation? = nil
  ) throws(PromptError) {
    self.plan = plan
    self.form = form
    self.target = target
    self.input = input
    self.endToken = endToken
    self.truncation = truncation
    segments = try plan.softSegments()
    wordsOf = Dictionary(plan.answers.map { ($0.label, $0.words) }, uniquingKeysWith: { $1 })
    try Self.check(plan, form: form, target: target)
    if plan.template.pieces.contains(.end), endToken == nil { throw .noEndToken }
    if !demos.isEmpty { self.demos = try text(ofDemos: demos) }
  }

  private static func check(
    _ plan: PromptPlan, form: TargetForm, target: String
  ) throws(PromptError) {
    let pieces = plan.template.pieces
    let separators = pieces.count { $0 == .separator }
    if separators > 1 { throw .secondSeparator }
    if separators == 1, plan.template.hasDemos { throw .separatorInDemos }
    let index = pieces.firstIndex(of: .column(target))
    switch form {
    case .text:
      if index == nil { throw .noTarget(column: target) }
    case .reply:
      if let index, pieces[(index + 1)...].contains(where: { $0 != .end }) {
        throw .textAfterReply(column: target)
      }
    case .label:
      if index != nil { throw .targetOfClassifier(column: target) }
      if !plan.answers.isEmpty { throw .answersOfClassifier }
    }
  }

  /// The row as text, soft tokens shown as `{soft:n}`; what a person reads.
  /// - Parameter separator: what is between two texts.
  package func text(_ row: DataRow, separator: String = "{sep}") throws(PromptError) -> String {
    var text = ""
    for part in try parts(row, words: try targetText(row), stopsAtTarget: form == .reply) {
      switch part {
      case .text(let words, _): text += words
      case .soft(let range): text += "{soft:\(range.count)}"
      case .separator: text += separator
      }
    }
    return text
  }

  /// - Parameters:
  ///   - words: what the target column is replaced by.
  ///   - stopsAtTarget: whether the row ends in front of its target, without the blanks there.
  package func parts(
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
    func addSoft() {
      flush()
      parts.append(.soft(softStart..<softStart + segments[segment]))
      softStart += segments[segment]
      segment += 1
    }
    if plan.template.softRuns.isEmpty, !segments.isEmpty { addSoft() }
    for piece in plan.template.pieces {
      switch piece {
      case .text(let words): text += words
      case .demos: text += demos
      case .soft: if segment < segments.count { addSoft() }
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
    return truncation?(value, limit) ?? value
  }

  /// Whether `maxTokens` leaves a part of the row out.
  package func isCut(_ row: DataRow) -> Bool {
    guard let limit = plan.maxTokens, let input, input != target,
      plan.template.columns.contains(input), let value = row.fields[input]
    else { return false }
    return truncation?(value, limit) != nil
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
  private func text(ofDemos demos: [DataRow]) throws(PromptError) -> String {
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

  /// The words that the target column of a row is rendered as.
  package func targetText(_ row: DataRow) throws(PromptError) -> String {
    let label = try row.text(of: target)
    if wordsOf.isEmpty { return label }
    guard let words = wordsOf[label] else {
      throw .unknownLabel(label, row: row.origin, known: plan.answers.map(\.label))
    }
    return words
  }
}
