import Data
import Script
import Transformers
import Tuning

/// Whether every row can be rendered and fits the model, found before any time is spent on it. Each row is
/// rendered: how many tokens a text becomes, only the tokenizer knows.
struct RowCheck {
  let renderer: TokenRenderer
  let model: ModelDescription

  /// What is done with the rows.
  enum Use {
    /// Their own target is learned, and all answers are compared afterwards.
    case training
    case scoring
    /// Their target isn't known.
    case prediction
  }

  /// What is allowed, and has to be said.
  struct Report {
    var rows = 0
    /// Rows of which `maxTokens` left a part out.
    var cut = 0
    /// Rows whose target begins where nothing predicts it.
    var unpredicted = 0
  }

  @discardableResult
  func check(_ rows: [DataRow], for use: Use) throws -> Report {
    var report = Report()
    do {
      for row in rows {
        try check(row, for: use, &report)
        report.rows += 1
        if renderer.texts.isCut(row) { report.cut += 1 }
      }
    } catch {
      throw error.fault
    }
    return report
  }

  private func check(_ row: DataRow, for use: Use, _ report: inout Report) throws(PromptError) {
    let isOpen = use == .prediction && !renderer.texts.choosesLabel
    if isOpen { return try checkPrompt(row) }
    let target = try renderer.texts.targetText(row)
    guard !target.isEmpty else { throw .emptyTarget(row: row.origin, text: target) }
    guard renderer.form == .text || renderer.form == .reply, !renderer.plan.answers.isEmpty else {
      let rendered = try renderer.render(row)
      try checkLength(rendered, row)
      try checkTarget(rendered, row)
      if rendered.isTarget.first == true {
        // Whole documents, `{text}{end}`, are learned as other libraries do: from their second token.
        guard renderer.texts.isWholeDocument else { throw nothingBefore(row) }
        report.unpredicted += 1
      }
      return
    }
    for (answer, rendered) in zip(renderer.plan.answers, try renderer.renderAnswers(row)) {
      try checkLength(rendered, row, of: answer)
      try checkTarget(rendered, row)
      // Answers that are compared without their first tokens aren't compared.
      if rendered.isTarget.first == true { throw nothingBefore(row) }
    }
  }

  private func checkPrompt(_ row: DataRow) throws(PromptError) {
    let rendered = try renderer.renderPrompt(row)
    guard !rendered.codes.isEmpty else {
      throw renderer.form == .text ? nothingBefore(row) : .noTokens(row: row.origin)
    }
    try checkLength(rendered, row)
    let limit = model.shape.maximumPositions
    let count = renderer.plan.prefixLength + rendered.codes.count
    if renderer.form == .text, count >= limit {
      throw .noRoomForTarget(row: row.origin, tokens: count, limit: limit)
    }
  }

  private func checkLength(
    _ rendered: RenderedRow, _ row: DataRow, of answer: Answer? = nil
  ) throws(PromptError) {
    do {
      try rendered.checkFit(model, after: renderer.plan.prefixLength)
    } catch .tooLong(let origin, let tokens, let limit) {
      // The row may fit with its own answer, and not with another that it is compared with.
      guard let answer, (try? renderer.texts.targetText(row)) != answer.words else {
        throw .tooLong(row: origin, tokens: tokens, limit: limit)
      }
      throw .answerTooLong(row: origin, label: answer.label, tokens: tokens, limit: limit)
    }
  }

  private func checkTarget(_ rendered: RenderedRow, _ row: DataRow) throws(PromptError) {
    if rendered.hasTarget { return }
    throw rendered.isTarget.contains(true)
      ? nothingBefore(row) : .emptyTarget(row: row.origin, text: try renderer.texts.targetText(row))
  }

  private func nothingBefore(_ row: DataRow) -> PromptError {
    .nothingBeforeTarget(row: row.origin, hasEndToken: renderer.endToken != nil)
  }
}

extension RowCheck.Report {
  static func + (one: Self, other: Self) -> Self {
    var sum = one
    sum.rows += other.rows
    sum.cut += other.cut
    sum.unpredicted += other.unpredicted
    return sum
  }

  func notes(_ renderer: TokenRenderer) -> [String] {
    var notes: [String] = []
    if cut > 0, let limit = renderer.plan.maxTokens {
      notes.append(
        "`max_tokens: \(limit)` cut the input of \(cut) of \(rows) row\(rows == 1 ? "" : "s")")
    }
    if unpredicted > 0 {
      notes.append(
        "the target begins \(unpredicted) of \(rows) row\(rows == 1 ? "" : "s"), and its first token, "
          + "which nothing predicts, isn't scored: put words"
          + (renderer.endToken == nil ? "" : " or {end}") + " in front of {\(renderer.target)}")
    }
    return notes
  }
}
