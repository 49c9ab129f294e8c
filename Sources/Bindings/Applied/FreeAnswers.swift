import Data
import Foundation
import Script
import Transformers
import Tuning

/// Targets that a model writes out, as far as training targets reach.
struct FreeAnswers {
  /// What a row continues.
  struct Beginning {
    let codes: [Int32]
    let lead: String
    let applied: AppliedPrompt
  }

  let language: LocalModel
  let conditioning: Conditioning
  /// The most tokens of an answer; nil for those of the longest training target.
  let tokens: Int?
  let checkInterrupt: () throws -> Void
  let engine: Engine

  /// Without a training row to go by.
  private static let usualTokens = 64

  /// Greedy decoding's answers.
  func texts(after rows: [Beginning]) throws -> [String] {
    guard !rows.isEmpty else { return [] }
    var settings = Generator.Settings()
    let lengths = try rows.map { try $0.applied.facts.lengths.get() }
    settings.tokens = tokens ?? lengths.compactMap { $0?.longest }.max() ?? Self.usualTokens
    let continuation = try Continuation(
      model: language, conditioning: conditioning, settings: settings,
      engine: engine, checkInterrupt: checkInterrupt)
    let written = try continuation.tokens(after: rows.map(\.codes))
    var isCut = false
    let answers = zip(rows, written).enumerated().map { index, pair in
      let (row, ids) = pair
      let renderer = row.applied.renderer
      let text = language.tokenizer.decode(ids, skipSpecialTokens: true)
      let (answer, isWhole) = renderer.texts.target(in: text, lead: row.lead)
      let room =
        language.network.shape.maximumPositions - row.codes.count
        - renderer.plan.prefixLength
      let isFull = ids.count >= min(settings.tokens, renderer.form == .text ? room : .max)
      // Targets of one length need no end.
      let ends = isWhole || tokens == nil && lengths[index]?.differ == false
      if isFull, !ends { isCut = true }
      return answer
    }
    if isCut { engine.warnOnce(warning(of: rows, settings.tokens)) }
    return answers
  }

  private func warning(of rows: [Beginning], _ limit: Int) -> String {
    let renderer = rows[0].applied.renderer
    let source =
      tokens != nil
      ? "`tokens: \(limit)`"
      : "\(limit) tokens, "
        + (rows[0].applied.dataset.train.isEmpty
          ? "the default" : "the length of the longest training target")
    let hint =
      renderer.form == .reply || renderer.texts.endsAfterTarget
      ? "`tokens:` sets another bound"
      : "put {end} after {\(renderer.target)} and train, or set `tokens:`"
    return "`predict` stopped at \(source), before an end: \(hint)"
  }
}

extension AppliedPrompt {
  /// What greedy decoding writes as the targets of some rows.
  func freeAnswers(
    to rows: [DataRow], tokens: Int?, engine: Engine, checkInterrupt: @escaping () throws -> Void
  ) throws -> [String] {
    try FreeAnswers(
      language: language, conditioning: conditioning, tokens: tokens,
      checkInterrupt: checkInterrupt, engine: engine
    ).texts(
      after: rows.map { row in
        let row = try beginning(of: row)
        return .init(codes: row.codes, lead: row.lead, applied: self)
      })
  }

  /// What the row begins with, up to its target.
  func beginning(of row: DataRow) throws -> RenderedRow {
    do {
      return try renderer.renderPrompt(row)
    } catch {
      throw error.fault
    }
  }
}

extension TextRenderer {
  /// The target at the beginning of a text, and whether the text goes past it: a template that continues
  /// after the target says where it ends.
  /// - Parameter lead: what the text begins with before the target.
  fileprivate func target(in text: String, lead: String) -> (String, isWhole: Bool) {
    var text = text[...]
    // Decoding may have taken the blank in front.
    for lead in [lead, lead.trimmingCharacters(in: .whitespaces)]
    where !lead.isEmpty && text.hasPrefix(lead) {
      text = text.dropFirst(lead.count)
      break
    }
    let end = textAfterTarget.isEmpty ? nil : text.range(of: textAfterTarget)?.lowerBound
    return (text[..<(end ?? text.endIndex)].trimmingCharacters(in: .whitespaces), end != nil)
  }
}
