import Tensors
import Transformers

extension PromptPlan {
  /// The method before any training; nil for a hard prompt.
  package func startingMethod(
    _ language: LocalModel
  ) throws(PromptError) -> (any TuningMethod)? {
    guard soft > 0 else { return nil }
    // Apart from what draws the embeddings.
    let seed = ~seed
    switch method {
    case .prompt:
      return SoftPrompt(try embedding(language))
    case .ptuning(let network):
      return PromptEncoder(network, embedding: try embedding(language), seed: seed)
    case .prefix(let size):
      let values = try prefix(language)
      let network = language.network
      if let size {
        return PrefixPrompt(startingAt: values, projection: size, for: network, seed: seed)
      }
      return try! PrefixPrompt(values, for: network)
    case .deep:
      let embedding = try embedding(language)
      try checkLength(language)
      let states = FrozenStates(language: language, codes: softCodes, soft: embedding)
      return DeepPrompt(layers: [embedding] + states.inputs().dropFirst())
    case .multitask(let rank, let column, let tasks):
      guard !tasks.isEmpty else { throw .noTasks(column: column) }
      return try! MultitaskPrompt(
        try embedding(language), tasks: tasks.count, rank: rank, seed: seed)
    }
  }

  private var softCodes: [Int32] { (0..<soft).map { Int32(-1 - $0) } }

  private func embedding(_ language: LocalModel) throws(PromptError) -> Tensor {
    try InitialPrompt.make(
      self, count: soft, table: language.network.embedding,
      scale: language.network.embeddingScale, tokenizer: language.tokenizer)
  }

  /// A pass of the soft tokens alone has to fit.
  private func checkLength(_ language: LocalModel) throws(PromptError) {
    let limit = language.network.shape.maximumPositions
    guard soft <= limit else { throw .promptTooLong(soft: soft, limit: limit) }
  }

  /// The keys and values that a prefix starts from, `[P, L·2·keyValueHeads·headSize]`.
  private func prefix(_ language: LocalModel) throws(PromptError) -> Tensor {
    let shape = language.network.shape
    try InitialPrompt.check(self, count: soft, shape: shape, tokenizer: language.tokenizer)
    if case .vectors(let rows, _) = initial, rows[0].count == InitialPrompt.prefixWidth(shape) {
      return Tensor(rows.flatMap(\.self), shape: [soft, rows[0].count])
    }
    try checkLength(language)
    // A text is read as text: some models treat words and soft tokens differently.
    if case .text(let text) = initial {
      let ids = language.tokenizer.encode(text, addSpecialTokens: false).ids
      return FrozenStates(language: language, codes: (0..<soft).map { ids[$0 % ids.count] })
        .prefix()
    }
    return FrozenStates(language: language, codes: softCodes, soft: try embedding(language))
      .prefix()
  }
}
