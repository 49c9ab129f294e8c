import Checkpoints

extension Bert.Configuration {
  /// RoBERTa (Liu et al. 2019) and XLM-RoBERTa: BERT with positions counted from after the padding's row
  /// and a head with a layer of its own instead of the pooler.
  static func roberta(_ reader: ConfigurationReader, modelType: String) throws -> Self {
    var result = try Self(reader, modelType: modelType, prefix: "roberta.")
    let named = reader.root["pad_token_id"]
    guard let padding = named == nil ? 1 : named?.int,
      (0..<result.positionRows - 1).contains(padding)
    else {
      throw reader.fault(
        "pad_token_id", "must be a row of the \(result.positionRows) positions, not the last one")
    }
    result.firstPosition = padding + 1
    result.names.pooler = nil
    result.headForm = .init(
      name: "classifier.out_proj", inner: .init(name: "classifier.dense", activation: .tanh))
    return result
  }
}
