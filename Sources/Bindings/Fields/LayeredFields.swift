import Script

/// Fields of several declarations, the first that wrote one winning; a run's own over its hyper's.
struct LayeredFields: FieldSource {
  var layers: [any FieldSource]
  /// A point of a sweep, over everything.
  var point: [String: Value] = [:]

  func value(_ name: String) -> Value? {
    if let value = point[name] { return value }
    for layer in layers where layer.isWritten(name) { return single(layer.value(name)) }
    // The last layer is the noun that owns the field and so knows its default.
    return layers.last?.value(name)
  }

  func isWritten(_ name: String) -> Bool {
    point[name] != nil || layers.contains { $0.isWritten(name) }
  }

  /// A sweep counts as its first point where a single value is needed, as in checks before running.
  private func single(_ value: Value?) -> Value? {
    if case .object(let object) = value, let sweep = object as? SweepValue {
      return sweep.points.first
    }
    return value
  }
}
