import Checkpoints

extension Llama.Configuration {
  /// Mistral (Jiang et al. 2023): Llama without biases, every layer under a sliding window unless it is
  /// null.
  static func mistral(_ reader: ConfigurationReader) throws -> Self {
    var result = try Self(reader, modelType: "mistral", keyValueHeads: 8)
    result.window = try reader.window(default: 4096)
    result.isWindowed = Array(repeating: result.window != nil, count: result.layers)
    return result
  }
}
