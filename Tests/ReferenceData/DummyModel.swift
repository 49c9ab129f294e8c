import Transformers

/// A language model without weights or tokenizer, as one behind a server is: it finds a continuation the
/// likelier the more of its words the context has, and writes the context's last word again.
package final class DummyModel: LanguageModel {
  /// The requests that came.
  package private(set) var requests: [ScoringRequest] = []

  package init() {}

  package var capabilities: ModelCapabilities {
    ModelCapabilities(
      name: "dummy", kind: .decoder, contextLength: nil, hasWeights: false, canScore: true,
      canGenerate: true, tokenizer: nil)
  }

  private func words(_ text: String) -> [Substring] { text.split(separator: " ") }

  package func logProbabilities(of requests: [ScoringRequest]) -> [ContinuationScore] {
    self.requests += requests
    return requests.map { request in
      let known = Set(words(request.context))
      let own = words(request.continuation)
      let missing = own.count { !known.contains($0) }
      return ContinuationScore(
        sum: -Double(missing) - 0.5 * Double(own.count - missing), tokens: own.count,
        likeliestTokens: own.count - missing)
    }
  }

  package func texts(
    after contexts: [String], _ settings: Generator.Settings, stops: [String]
  ) -> [[String]] {
    contexts.map { context in
      Array(repeating: words(context).last.map(String.init) ?? "", count: settings.samples)
    }
  }
}
