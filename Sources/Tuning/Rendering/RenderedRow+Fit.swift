import Transformers

extension RenderedRow {
  /// Throws what keeps a model from reading the row: no token at all, more tokens than it has
  /// positions, an id without an embedding, a segment that it has no type for. A tokenizer may have
  /// such ids, and makes nothing of some texts.
  ///
  /// - Parameter prefix: positions that a tuned prefix takes in front.
  package func checkFit(_ model: ModelDescription, after prefix: Int) throws(PromptError) {
    guard !codes.isEmpty else { throw .noTokens(row: row) }
    let limit = model.shape.maximumPositions
    for count in [prefix + codes.count, prefix + reply.count] where count > limit {
      throw .tooLong(row: row, tokens: count, limit: limit)
    }
    let size = model.shape.vocabularySize
    if let id = (codes + reply).first(where: { Int($0) >= size }) {
      throw .unknownToken(row: row, id: Int(id), size: size)
    }
    let known = model.architecture.segmentTypes
    if let type = types.first(where: { Int($0) >= known || $0 < 0 }) {
      throw .unknownTokenType(row: row, type: Int(type), size: known)
    }
  }
}
