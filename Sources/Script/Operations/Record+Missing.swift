import Diagnostics

extension Record {
  /// The fault of reading a name that the record doesn't have.
  func missing(_ name: String) -> Fault {
    let hint =
      Suggestion.question(for: name, among: keys)
      ?? ForeignMembers.hint(name, of: "record")
      ?? (keys.isEmpty
        ? "it is empty"
        : "it has " + Phrase.alternatives(keys.prefix(12).map { "`\($0)`" }, "and"))
    return Fault("the record has no `\(name)`", hint: hint)
  }
}
