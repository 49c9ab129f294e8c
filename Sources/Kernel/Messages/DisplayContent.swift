import JSON

/// The content of `display_data` and `update_display_data`.
enum DisplayContent {
  /// - Parameter id: by which it can be replaced; nil where it stays.
  static func content(_ bundle: JSONValue, id: String? = nil) -> JSONValue {
    .record([
      "data": bundle, "metadata": .object([]),
      "transient": id.map { .record(["display_id": .text($0)]) } ?? .object([]),
    ])
  }
}
