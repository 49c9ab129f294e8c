import Transformers

extension PromptPlan {
  /// The answer that a model, whatever it is, finds likeliest after each context, and each answer's score.
  package func choices(
    after contexts: [String], by model: any LanguageModel
  ) throws -> [(index: Int, scores: [Double])] {
    let requests = contexts.flatMap { context in
      answers.map { ScoringRequest(context: context, continuation: $0.words) }
    }
    let scores = try model.logProbabilities(of: requests)
    return contexts.indices.map { row in
      choice(among: scores[row * answers.count..<(row + 1) * answers.count])
    }
  }
}
