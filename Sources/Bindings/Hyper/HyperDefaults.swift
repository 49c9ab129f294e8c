import Script

/// The schema's defaults, for a run without a `hyper`.
struct HyperDefaults: FieldSource {
  func value(_ name: String) -> Value? {
    HyperNoun.schema.field(name)?.defaultValue.map(Value.init) ?? Value.none
  }
  func isWritten(_ name: String) -> Bool { false }
}
