import Checkpoints
import Tensors

/// Where a model's output head lies in its checkpoint.
enum OutputHead: Hashable {
  /// It is the embedding table.
  case tied
  case own(String)
}

extension WeightReader {
  /// The names under which a checkpoint has the embedding table and the output head.
  ///
  /// A configuration's `tie_word_embeddings` says what was meant; the file decides, as in transformers: a
  /// head of its own with other values isn't tied, and where a tied file holds the table only under the
  /// head's name it is read from there.
  /// - Parameters:
  ///   - tables: the names of the table, the usual one first.
  ///   - heads: those of the head.
  func embeddingNames(
    _ tables: [String], heads: [String], isTied: Bool, _ shape: [Int]
  ) throws -> (table: String, head: OutputHead) {
    let table = tables.first(where: contains)
    let head = heads.first(where: contains)
    guard isTied else { return (table ?? tables[0], .own(head ?? heads[0])) }
    // Fresh weights have every name, and no values to compare.
    guard !isFresh, let head else { return (table ?? tables[0], .tied) }
    guard let table else { return (head, .tied) }
    return (table, try areEqual(table, head, shape) ? .tied : .own(head))
  }

  /// The output head `[V, H]`, without bias, of a model whose embeddings are `table`; nil in a checkpoint
  /// for classification, which has another head in its place.
  func head(
    _ output: OutputHead, tiedTo table: EmbeddingTable, _ shape: [Int]
  ) throws -> LinearWeight? {
    switch output {
    case .tied: return table.asWeight
    case .own(let name):
      if !contains(name), contains(ClassificationHead.Form.score.name + ".weight") { return nil }
      return try matrix(name, shape, .outputInput)
    }
  }
}
