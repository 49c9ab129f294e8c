import Data
import Tokenizers

/// The second stage of rendering: the exact tokens that a prompt makes of rows of data.
///
/// The text between two soft segments is tokenised as one string. A token is a target when its span
/// overlaps the target column's, or that of an `{end}` that directly follows it.
package struct TokenRenderer: Sendable {
  /// The stage before.
  package let texts: TextRenderer
  package let tokenizer: Tokenizer
  /// What the tokenizer puts around the row, or around its two texts.
  let frame: TextFrame
  /// Segments that the model distinguishes; below 2 it takes none.
  let tokenTypes: Int
  /// Beginnings of targets, by which `renderPrompt` finds where a target begins.
  let probes: [(words: String, count: Int)]

  package var plan: PromptPlan { texts.plan }
  package var form: TargetForm { texts.form }
  package var target: String { texts.target }
  package var endToken: String? { texts.endToken }

  /// - Parameters:
  ///   - tokenTypes: segments that the model has embeddings of.
  ///   - known: rows whose targets are known: what a target usually looks like.
  ///   - others: as in `TextRenderer`.
  package init(
    _ plan: PromptPlan, form: TargetForm = .text, target: String, input: String? = nil,
    tokenizer: Tokenizer, endToken: String?, tokenTypes: Int = 0, demos: [DataRow],
    known: [DataRow] = []
  ) throws(PromptError) {
    texts = try TextRenderer(
      plan, form: form, target: target, input: input, endToken: endToken, demos: demos
    ) { text, limit in tokenizer.prefix(of: text, tokens: limit) }
    self.tokenizer = tokenizer
    self.tokenTypes = tokenTypes
    if plan.template.pieces.contains(.separator) {
      guard let frame = tokenizer.pairFrame, !frame.between.isEmpty else { throw .noSeparator }
      self.frame = frame
    } else {
      frame = tokenizer.frame
    }
    probes = Self.probes(plan, form: form, target: target, known: known)
  }

  /// The whole row, target included.
  /// - Parameter words: replace the target where an answer is tried.
  package func render(_ row: DataRow, words: String? = nil) throws(PromptError) -> RenderedRow {
    switch form {
    case .text:
      let words = if let words { words } else { try texts.targetText(row) }
      return try encode(
        texts.parts(row, words: words, stopsAtTarget: false), row: row.origin)
    case .reply:
      var rendered = try renderPrompt(row)
      let words = if let words { words } else { try texts.targetText(row) }
      rendered.reply = reply(words)
      return rendered
    case .label(let labels):
      var rendered = try renderPrompt(row)
      let label = try texts.targetText(row)
      guard let index = labels.firstIndex(of: label) else {
        throw .unknownLabel(label, row: row.origin, known: labels)
      }
      rendered.label = Int32(index)
      return rendered
    }
  }

  /// The row once for each answer, in the answers' order: choice scoring compares their targets.
  package func renderAnswers(_ row: DataRow) throws(PromptError) -> [RenderedRow] {
    var rendered: [RenderedRow] = []
    for answer in plan.answers { rendered.append(try render(row, words: answer.words)) }
    return rendered
  }

  /// The row as text, with the tokenizer's own tokens between two texts.
  package func text(_ row: DataRow) throws(PromptError) -> String {
    try texts.text(
      row, separator: frame.between.compactMap { tokenizer.token(of: $0.id) }.joined())
  }

  /// A reply's tokens, ended as the tokenizer ends a text or else by the model's end token.
  private func reply(_ words: String) -> [Int32] {
    let ids = tokenizer.encode(words, addSpecialTokens: true).ids
    guard let endToken, let end = tokenizer.id(of: endToken), ids.last != end else { return ids }
    return ids + [end]
  }
}

extension Tokenizer {
  /// A text up to the end of its token `limit`; nil where it has no more than that.
  fileprivate func prefix(of text: String, tokens limit: Int) -> String? {
    let encoding = encode(text, addSpecialTokens: false)
    guard encoding.count > limit else { return nil }
    let end = encoding.offsets.prefix(limit).reduce(0) { max($0, $1.upperBound) }
    return String(decoding: Array(text.utf8.prefix(end)), as: UTF8.self)
  }
}
