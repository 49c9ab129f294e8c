/// A prompt as declared, every default in place: the words, and how many soft vectors are where.
package struct PromptPlan: Hashable, Sendable {
  package var template: Template
  /// Soft tokens P over all segments; 0 makes a hard prompt.
  package var soft: Int
  package var method: MethodPlan
  package var initial: PromptInit
  /// Labels in their declared order; empty when outputs are free text.
  package var answers: [Answer]
  package var demos: Int
  package var seed: UInt64
  /// How answers are compared.
  package var scoring: ChoiceScoring
  /// Tokens of the input column that a row keeps; nil keeps all.
  package var maxTokens: Int?

  package init(
    template: Template, soft: Int = 0, method: MethodPlan = .prompt,
    initial: PromptInit = .vocabulary, answers: [Answer] = [], demos: Int = 0, seed: UInt64 = 0,
    scoring: ChoiceScoring = .sum, maxTokens: Int? = nil
  ) {
    self.template = template
    self.soft = soft
    self.method = method
    self.initial = initial
    self.answers = answers
    self.demos = demos
    self.seed = seed
    self.scoring = scoring
    self.maxTokens = maxTokens
  }

  /// Lengths of the soft segments in the order of the text; they add up to `soft`.
  ///
  /// A template that names no `{soft}` has one segment at the front. Throws when the counts that
  /// the template fixes and `soft` can't both hold. A prefix is no part of the text and has none.
  package func softSegments() throws(PromptError) -> [Int] {
    let runs = template.softRuns
    if case .prefix = method {
      guard runs.isEmpty else { throw .softPlaceOfPrefix }
      return []
    }
    if runs.isEmpty { return soft > 0 ? [soft] : [] }
    let fixed = runs.reduce(0) { $0 + ($1 ?? 0) }
    let open = runs.count { $0 == nil }
    if open == 0 {
      guard soft == 0 || soft == fixed else {
        throw .softCountsDisagree(template: fixed, soft: soft)
      }
      return runs.map { $0! }
    }
    let left = soft - fixed
    if open > 0, soft == 0 { throw .softCountMissing }
    guard left >= open else { throw .softCountsDisagree(template: fixed + open, soft: soft) }
    // What the open segments share evenly, the first ones taking the remainder.
    var given = 0
    return runs.map { run in
      if let run { return run }
      defer { given += 1 }
      return left / open + (given < left % open ? 1 : 0)
    }
  }

  /// P as the template and `soft` together fix it.
  package func softCount() throws(PromptError) -> Int {
    try softSegments().reduce(prefixLength, +)
  }

  /// Positions that are taken in front of a row's own tokens.
  package var prefixLength: Int {
    if case .prefix = method { soft } else { 0 }
  }
}
