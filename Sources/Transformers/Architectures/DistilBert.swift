import Checkpoints

extension Bert.Configuration {
  /// DistilBERT (Sanh et al. 2019): BERT of fewer blocks under names of its own, without token types and
  /// with a layer of the head, trained with it, in the pooler's place.
  static func distilBert(_ reader: ConfigurationReader) throws -> Self {
    try Self(distilled: reader)
  }

  private init(distilled reader: ConfigurationReader) throws {
    modelType = "distilbert"
    hiddenSize = try reader.size("dim", aliases: ["hidden_size"])
    innerSize = try reader.size("hidden_dim")
    layers = try reader.size("n_layers", aliases: ["num_hidden_layers"])
    heads = try reader.size("n_heads", aliases: ["num_attention_heads"])
    vocabularySize = try reader.size("vocab_size")
    positionRows = try reader.size("max_position_embeddings")
    epsilon = 1e-12
    activation = try reader.activation("activation", default: "gelu")
    names = .init(
      blocks: "transformer.layer", query: "attention.q_lin", key: "attention.k_lin",
      value: "attention.v_lin", attentionOutput: "attention.out_lin",
      attentionNorm: "sa_layer_norm", innerInput: "ffn.lin1", innerOutput: "ffn.lin2",
      innerNorm: "output_layer_norm")
    headForm = .init(
      name: "classifier", inner: .init(name: "pre_classifier", activation: .relu))
    prefixes = ["distilbert."]
    try checkHeads(reader, "n_heads", "dim")
  }
}
