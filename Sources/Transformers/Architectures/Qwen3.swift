import Checkpoints

extension Llama.Configuration {
  /// Qwen3: Llama with a head size of its own and a norm on each query's and key's head.
  static func qwen3(_ reader: ConfigurationReader) throws -> Self {
    var result = try Self(reader, modelType: "qwen3", keyValueHeads: 32, headSize: 128)
    result.hasQueryBias = try reader.flag("attention_bias", default: false)
    result.hasOutputBias = result.hasQueryBias
    result.normsHeads = true
    try result.readWindows(reader)
    return result
  }
}
