import Data
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
  /// The column that `maxTokens` cuts.
  let input: String?
  package let tokenizer: Tokenizer
  /// The text of the model's end token, if it has one.
  package let endToken: String?
  /// Lengths of the soft segments.
  let segments: [Int]
  /// What the tokenizer puts around the row, or around its two texts.
  let frame: TextFrame
  /// Segments that the model tells apart; below 2 it is told none.
  let tokenTypes: Int
  /// The demonstrations' text, in the place of `{demos}`.
  var demos = ""
  /// Beginnings of targets, by which `renderPrompt` finds where a target begins.
  let probes: [(words: String, count: Int)]
  private let wordsOf: [String: String]

  /// - Parameters:
  ///   - target: the column that the model has to produce.
  ///   - input: the column that the plan's `maxTokens` cuts.
  ///   - tokenTypes: segments that the model has embeddings of.
  ///   - demos: rows shown as examples; none of them may be trained on or scored.
  ///   - known: rows whose targets are known: what a target usually looks like.
  package init(
    _ plan: PromptPlan, form: Form = .text, target: String, input: String? = nil,
    tokenizer: Tokenizer, endToken: String?, tokenTypes: Int = 0, demos: [DataRow],
    known: [DataRow] = []
  ) throws(PromptError) {
    self.plan = plan
    self.form = form
    self.target = target
    self.input = input
    self.tokenizer = tokenizer
    self.endToken = endToken
    self.tokenTypes = tokenTypes
    segments = try plan.softSegments()
    frame = try Self.frame(plan.template, tokenizer)
    wordsOf = Dictionary(plan.answers.map { ($0.label, $0.words) }, uniquingKeysWith: { $1 })
    probes = Self.probes(plan, form: form, target: target, known: known)
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

  private static func frame(
    _ template: Template, _ tokenizer: Tokenizer
  ) throws(PromptError) -> TextFrame {
    let separators = template.pieces.count { $0 == .separator }
    guard separators > 0 else { return tokenizer.frame }
    guard separators == 1 else { throw .secondSeparator }
    if template.hasDemos { throw .separatorInDemos }
    guard let frame = tokenizer.pairFrame, !frame.between.isEmpty else { throw .noSeparator }
    return frame
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
  func reply(_ words: String) -> [Int32] {
    let ids = tokenizer.encode(words, addSpecialTokens: true).ids
    guard let endToken, let end = tokenizer.id(of: endToken), ids.last != end else { return ids }
    return ids + [end]
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
      case .separator: text += frame.between.compactMap { tokenizer.token(of: $0.id) }.joined()
      }
    }
    return text
  }
}
