import Checkpoints
import JSON

extension Llama.Configuration {
  /// Qwen2 and 2.5: Llama with biases on queries, keys and values.
  static func qwen2(_ reader: ConfigurationReader) throws -> Self {
    var result = try Self(reader, modelType: "qwen2", keyValueHeads: 32)
    result.hasQueryBias = true
    try result.readWindows(reader)
    return result
  }

  /// Which layers see through a window: those from `max_window_layers` on, where it is used at all, or
  /// as `layer_types` lists them.
  mutating func readWindows(_ reader: ConfigurationReader) throws {
    if try reader.flag("use_sliding_window", default: false) {
      window = try reader.window(default: 4096)
    }
    // 0 is a count that `size` refuses and that means every layer.
    let full = reader.root["max_window_layers"]?.int ?? 28
    guard full >= 0 else {
      throw reader.fault("max_window_layers", "must be a whole number from 0")
    }
    if window != nil { isWindowed = (0..<layers).map { $0 >= full } }
    guard let listed = try reader.windowedLayers(layers) else { return }
    isWindowed = listed
    guard window != nil || !isWindowed.contains(true) else {
      throw reader.fault("layer_types", "names sliding_attention without a sliding_window")
    }
  }
}
