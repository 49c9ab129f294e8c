/// A prompt's plan under the names that the language has for its fields.
extension PromptPlan: Codable {
  private enum Field: String, CodingKey {
    case template, soft, method
    case initial = "init"
    case answers, demos, seed, scoring
    case maxTokens = "max_tokens"
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Field.self)
    try fields.encode(template.source, forKey: .template)
    try fields.encode(soft, forKey: .soft)
    try fields.encode(TunedMethod.prompt(method), forKey: .method)
    try fields.encode(Initial(initial), forKey: .initial)
    try fields.encode(answers.map { [$0.label, $0.words] }, forKey: .answers)
    try fields.encode(demos, forKey: .demos)
    try fields.encode(seed, forKey: .seed)
    try fields.encode(scoring, forKey: .scoring)
    try fields.encodeIfPresent(maxTokens, forKey: .maxTokens)
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    func invalid(_ field: Field, _ reason: String) -> DecodingError {
      .dataCorruptedError(forKey: field, in: fields, debugDescription: reason)
    }
    guard let template = try? Template(fields.decode(String.self, forKey: .template)) else {
      throw invalid(.template, "isn't a template")
    }
    guard case .prompt(let method) = try fields.decode(TunedMethod.self, forKey: .method) else {
      throw invalid(.method, "isn't a prompt's method")
    }
    let answers = try fields.decode([[String]].self, forKey: .answers)
    guard answers.allSatisfy({ $0.count == 2 }) else {
      throw invalid(.answers, "must be pairs of a label and its words")
    }
    self.init(
      template: template, soft: try fields.decode(Int.self, forKey: .soft), method: method,
      initial: try fields.decode(Initial.self, forKey: .initial).value,
      answers: answers.map { Answer(label: $0[0], words: $0[1]) },
      demos: try fields.decode(Int.self, forKey: .demos),
      seed: try fields.decode(UInt64.self, forKey: .seed),
      scoring: try fields.decode(ChoiceScoring.self, forKey: .scoring),
      maxTokens: try fields.decodeIfPresent(Int.self, forKey: .maxTokens))
  }

  /// Where the soft tokens start; vectors `[P, H]` as the bits of their f32 values.
  private struct Initial: Codable {
    var kind: Kind
    var text: String?
    var vectors: [[UInt32]]?

    enum Kind: String, Codable { case vocab, random, labels, text, vectors }

    init(_ initial: PromptInit) {
      switch initial {
      case .vocabulary: kind = .vocab
      case .random: kind = .random
      case .labels: kind = .labels
      case .text(let text): (kind, self.text) = (.text, text)
      case .vectors(let rows, let from):
        kind = .vectors
        text = from
        vectors = rows.map { $0.map(\.bitPattern) }
      }
    }

    var value: PromptInit {
      switch kind {
      case .vocab: .vocabulary
      case .random: .random
      case .labels: .labels
      case .text: .text(text ?? "")
      case .vectors:
        .vectors((vectors ?? []).map { $0.map(Float.init(bitPattern:)) }, from: text ?? "")
      }
    }
  }
}
