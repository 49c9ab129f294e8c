import JSON

extension ConfigurationReader {
  /// Whether each layer sees through a window, as `layer_types` lists them; nil where it is missing.
  package func windowedLayers(_ layers: Int) throws -> [Bool]? {
    guard let listed = root["layer_types"], !listed.isNull else { return nil }
    let kinds = listed.array?.map(\.string) ?? []
    guard kinds.count == layers else {
      throw fault("layer_types", "must name the kind of each of the \(layers) layers")
    }
    for kind in kinds {
      guard kind == "full_attention" || kind == "sliding_attention" else {
        throw fault(
          "layer_types", "`\(kind ?? "?")` is neither full_attention nor sliding_attention")
      }
    }
    return kinds.map { $0 == "sliding_attention" }
  }

  /// `sliding_window`, the default where it is missing, nil where it is null.
  package func window(default fallback: Int?) throws -> Int? {
    root["sliding_window"] == nil ? fallback : try optionalSize("sliding_window")
  }
}
