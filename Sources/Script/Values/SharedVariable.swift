/// A value that outlives a frame: a top-level name, or a local that a closure holds.
final class SharedVariable: HostObject {
  @exclusivity(unchecked) var value: Value
  @exclusivity(unchecked) var isDefined: Bool

  init() {
    value = .none
    isDefined = false
  }

  init(_ value: Value) {
    self.value = value
    isDefined = true
  }

  /// Never seen by a script: it only sits in slots.
  var typeName: String { "variable" }
}
