import Tensors
import Tokenizers

extension LocalModel: LanguageModel {
  package var local: LocalModel? { self }

  package var capabilities: ModelCapabilities {
    let limit = network.shape.maximumPositions
    return ModelCapabilities(
      name: description.source.url.lastPathComponent, kind: kind,
      contextLength: limit == ModelShape.unlimitedPositions ? nil : limit, hasWeights: true,
      canScore: causal != nil, canGenerate: causal != nil || network.encoderDecoder != nil,
      tokenizer: tokenizer)
  }

  package func texts(
    after contexts: [String], _ settings: Generator.Settings, stops: [String]
  ) throws -> [[String]] {
    let rows = try contexts.map { try codes(of: $0) }
    return try TextGeneration(self, Conditioning(), settings, stops: stops).texts(after: rows)
  }

  /// Contexts and continuations are tokenised together; a token that has a part of the continuation is
  /// scored.
  package func logProbabilities(of requests: [ScoringRequest]) throws -> [ContinuationScore] {
    let model = try writer
    let rows = try requests.map(scoredRow)
    var scores = requests.map { _ in ContinuationScore() }
    // The logits of a target take as much room as many tokens' states.
    let targetCost = 1 + network.shape.vocabularySize / 4096
    let parts = Array(rows.indices).cut(intoSumsOf: Self.scoringTokens) { index in
      rows[index].codes.count + rows[index].targets.count * targetCost
    }
    for part in parts {
      let tree = PrefixTree(part.map { Array(rows[$0].codes.prefix(rows[$0].targets.last ?? 0)) })
      var (predictors, targets, owners): ([Int32], [Int32], [Int]) = ([], [], [])
      for (position, index) in part.enumerated() {
        let indices = tree.indices(of: position)
        predictors += rows[index].targets.map { indices[$0 - 1] }
        targets += rows[index].targets.map { rows[index].codes[$0] }
        owners += rows[index].targets.map { _ in index }
      }
      guard !targets.isEmpty else { continue }
      let pass = ForwardPass(tree.layout(isCausal: true), on: Tape(recording: false))
      let logits = model.logits(pass, rows: predictors).value
      let width = logits.shape[1]
      let logs = targetLogProbabilities(logits, targets: targets)
      logits.withValues { values in
        for (row, owner) in owners.enumerated() {
          let own = UnsafeBufferPointer(rebasing: values[row * width..<(row + 1) * width])
          scores[owner].sum += Double(logs[row])
          scores[owner].tokens += 1
          if Sampler.likeliest(own) == Int(targets[row]) { scores[owner].likeliestTokens += 1 }
        }
      }
    }
    return scores
  }

  private static let scoringTokens = 4096

  /// The codes of a whole text, and the indices of those that are scored: the first token of all has
  /// nothing before it that could predict it.
  private func scoredRow(
    _ request: ScoringRequest
  ) throws -> (codes: [Int32], targets: [Int]) {
    let text = request.context + request.continuation
    let encoding = tokenizer.encode(text)
    try check(encoding.ids, softTokens: 0)
    let scored = request.context.utf8.count..<text.utf8.count
    let targets = encoding.offsets.indices.filter { index in
      index > 0 && encoding.offsets[index].overlaps(scored)
    }
    return (encoding.ids, targets)
  }
}

extension LocalModel {
  /// The network as what predicts the next token of a text.
  package var writer: any CausalModel {
    get throws(LanguageModelError) {
      if let causal { return causal }
      throw .noNextToken(modelType: network.shape.modelType, kind)
    }
  }

  /// A text as codes, soft tokens of the prompt in front.
  package func codes(
    of text: String, after conditioning: Conditioning = Conditioning()
  ) throws -> [Int32] {
    if let reason = conditioning.misfit(to: network) {
      throw LanguageModelError.promptMisfit(reason: reason)
    }
    let ids = tokenizer.encode(text).ids
    let softTokens = conditioning.soft?.shape[0] ?? 0
    try check(ids, softTokens: softTokens, prefix: conditioning.prefixLength)
    return (0..<softTokens).map { Int32(-1 - $0) } + ids
  }

  private func check(_ ids: [Int32], softTokens: Int, prefix: Int = 0) throws {
    try tokenizer.checkEmbeddings(of: ids)
    guard softTokens + ids.count > 0 else { throw LanguageModelError.emptyText }
    let limit = network.shape.maximumPositions - prefix
    guard softTokens + ids.count <= limit else {
      throw LanguageModelError.textTooLong(
        tokens: ids.count, softTokens: softTokens, limit: limit)
    }
  }
}
