/// The sizes that the rest of the engine asks of a model.
package struct ModelShape: Hashable, Codable, Sendable {
  package var modelType: String
  /// The width of an embedding, and so of a soft token.
  package var hiddenSize: Int
  package var layers: Int
  package var heads: Int
  package var keyValueHeads: Int
  package var headSize: Int
  package var vocabularySize: Int
  /// The longest row, soft tokens included.
  package var maximumPositions: Int

  /// Of a model whose tokens know their distances alone, which have no end: as long as a row can be.
  package static let unlimitedPositions = 1 << 24

  package init(
    modelType: String, hiddenSize: Int, layers: Int, heads: Int, keyValueHeads: Int,
    headSize: Int, vocabularySize: Int, maximumPositions: Int
  ) {
    self.modelType = modelType
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headSize = headSize
    self.vocabularySize = vocabularySize
    self.maximumPositions = maximumPositions
  }
}
