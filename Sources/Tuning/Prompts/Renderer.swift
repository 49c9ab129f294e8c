import Tokenizers

/// Turns rows of data into the exact tokens that a prompt makes of them.
///
/// How the target is asked for is the model's affair (`Form`): a decoder finds it in its text, an
/// encoder–decoder writes it as a reply to the text before it, a classifier names its label.
///
/// The text between two soft segments is tokenised as one string. A token is a target when its span
/// overlaps the target column's, or that of an `{end}` that directly follows it.
package struct Renderer: Sendable {
  package enum Form: Hashable, Sendable {
    case text
    case reply
    /// The labels in the order of the head's logits.
    case label([String])
  }

  package let plan: PromptPlan
  package let form: Form
  package let target: String
  package let tokenizer: Tokenizer
  /// The text of the model's end token, if it has one.
  package let endToken: String?
  private let segments: [Int]
  /// The demonstrations' text, in the place of `{demos}`.
  private var demos = ""
  private let wordsOf: [String: String]

  /// - Parameters:
  ///   - target: the column that the model has to produce.
  ///   - demos: rows shown as examples; none of them may be trained on or scored.
  package init(
    _ plan: PromptPlan, form: Form = .text, target: String, tokenizer: Tokenizer,
    endToken: String?, demos: [DataRow]
  ) throws(PromptError) {
    self.plan = plan
    self.form = form
    self.target = target
    self.tokenizer = tokenizer
    self.endToken = endToken
    segments = try plan.softSegments()
    wordsOf = Dictionary(plan.answers.map { ($0.label, $0.words) }, uniquingKeysWith: { $1 })
    try Self.check(plan, form: form, target: target)
    if plan.template.pieces.contains(.end), endToken == nil { throw .noEndToken }
    if !demos.isEmpty { self.demos = try text(ofDemos: demos) }
  }

  private static func check(
    _ plan: PromptPlan, form: Form, target: String
  ) throws(PromptError) {
    let place = plan.template.pieces.firstIndex(of: .column(target))
    switch form {
    case .text:
      if place == nil { throw .noTarget(column: target) }
    case .reply:
      if let place, plan.template.pieces[(place + 1)...].contains(where: { $0 != .end }) {
        throw .textAfterReply(column: target)
      }
    case .label:
      if place != nil { throw .targetOfClassifier(column: target) }
      if !plan.answers.isEmpty { throw .answersOfClassifier }
    }
  }

  /// The whole row, target included. `words` stand for the target where an answer is tried.
  package func render(_ row: DataRow, words: String? = nil) throws(PromptError) -> RenderedRow {
    switch form {
    case .text:
      let words = if let words { words } else { try targetText(row) }
      return try encode(parts(row, words: words, stopsAtTarget: false), row: row.origin)
    case .reply:
      var rendered = try renderPrompt(row)
      let words = if let words { words } else { try targetText(row) }
      rendered.reply = reply(words)
      return rendered
    case .label(let labels):
      var rendered = try renderPrompt(row)
      let label = try targetText(row)
      guard let index = labels.firstIndex(of: label) else {
        throw .unknownLabel(label, row: row.origin, known: labels)
      }
      rendered.label = Int32(index)
      return rendered
    }
  }

  /// A reply's tokens, ended as the tokenizer ends a text or else by the model's end token.
  private func reply(_ words: String) -> [Int32] {
    let ids = tokenizer.encode(words, addSpecialTokens: true).ids
    guard let endToken, let end = tokenizer.id(of: endToken), ids.last != end else { return ids }
    return ids + [end]
  }

  /// The row up to where the target would begin, for generation.
  ///
  /// Blanks in front of the target are left off: with byte-level tokens they belong to the first
  /// token of the answer.
  package func renderPrompt(_ row: DataRow) throws(PromptError) -> RenderedRow {
    try encode(parts(row, words: "", stopsAtTarget: true), row: row.origin)
  }

  /// The words that the target column of a row stands for.
  package func targetText(_ row: DataRow) throws(PromptError) -> String {
    let label = try row.text(of: target)
    if wordsOf.isEmpty { return label }
    guard let words = wordsOf[label] else {
      throw .unknownLabel(label, row: row.origin, known: plan.answers.map(\.label))
    }
    return words
  }

  /// The row as text, soft tokens shown as `{soft:n}`; what a person reads.
  package func text(_ row: DataRow) throws(PromptError) -> String {
    var text = ""
    for part in try parts(row, words: try targetText(row), stopsAtTarget: form == .reply) {
      switch part {
      case .text(let words, _): text += words
      case .soft(let range): text += "{soft:\(range.count)}"
      }
    }
    return text
  }

  // MARK: Parts

  private enum Part {
    /// Text and the UTF-8 spans of the target in it.
    case text(String, targets: [Range<Int>])
    /// Rows of the soft prompt.
    case soft(Range<Int>)
  }

  private func parts(
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
      case .column(let name):
        text += try row.text(of: name)
      }
    }
    flush()
    return parts
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

  private func encode(_ parts: [Part], row: RowOrigin) throws(PromptError) -> RenderedRow {
    var codes: [Int32] = []
    var isTarget: [Bool] = []
    let texts = parts.indices.filter { if case .text = parts[$0] { true } else { false } }
    for (index, part) in parts.enumerated() {
      switch part {
      case .soft(let range):
        codes += range.map { Int32(-1 - $0) }
        isTarget += range.map { _ in false }
      case .text(let text, let targets):
        let encoding = encodeText(
          text, isFirst: index == texts.first, isLast: index == texts.last)
        codes += encoding.ids
        isTarget += encoding.offsets.map { span in targets.contains { $0.overlaps(span) } }
      }
    }
    return RenderedRow(codes: codes, isTarget: isTarget, row: row)
  }

  /// The tokenizer's own special tokens open the first text and close the last one.
  private func encodeText(
    _ text: String, isFirst: Bool, isLast: Bool
  ) -> (ids: [Int32], offsets: [Range<Int>]) {
    guard isFirst || isLast else {
      let plain = tokenizer.encode(text, addSpecialTokens: false)
      return (plain.ids, plain.offsets)
    }
    let whole = tokenizer.encode(text, addSpecialTokens: true)
    let own = whole.parts.filter { $0.source == .first }.map(\.tokens)
    let start = isFirst ? 0 : own.first?.lowerBound ?? 0
    let end = isLast ? whole.count : own.last?.upperBound ?? whole.count
    return (Array(whole.ids[start..<end]), Array(whole.offsets[start..<end]))
  }

  // MARK: Demonstrations

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
}
