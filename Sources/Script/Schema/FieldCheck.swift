/// Holds a field's value to its schema; the checks before and during a run are this one.
enum FieldCheck {
  /// What is wrong with a value, or nil.
  static func fault(
    _ value: Value, _ field: FieldSchema, _ noun: NounSchema, in directory: any NounDirectory
  ) -> Fault? {
    let subject = "`\(field.name)` of `\(noun.name)`"
    if case .object(let object) = value, let sweep = object as? SweepValue {
      guard field.isSweepable else {
        let names = noun.fields.filter(\.isSweepable).map { "`\($0.name)`" }
        let hint = names.isEmpty ? nil : "fields that can: \(Phrase.alternatives(names, "and"))"
        return Fault("\(subject) can't be swept", hint: hint, at: .field(field.name))
      }
      for point in sweep.points where !accepts(point, field) {
        return field.type.fault(for: point, subject: "a point of \(subject)")
          .at(.field(field.name))
      }
      return nil
    }
    if accepts(value, field) { return nil }
    let fault = field.type.fault(for: value, subject: subject)
    if field.isSweepable, case .list(let items) = value, !items.isEmpty,
      items.allSatisfy({ accepts($0, field) })
    {
      return Fault(fault.message, hint: "to try each, write `sweep([…])`", at: .field(field.name))
    }
    return Fault(
      fault.message, hint: fault.hint ?? directory.hint(for: field, insteadOf: value),
      at: .field(field.name))
  }

  /// A default may always be written out, even where the type has no room for it.
  private static func accepts(_ value: Value, _ field: FieldSchema) -> Bool {
    if field.type.accepts(value) { return true }
    guard value.isNone, let fallback = field.defaultValue else { return false }
    return fallback == .none
  }

  static func likeFault(_ value: Value, _ noun: NounSchema) -> Fault {
    Fault(
      "`like` takes a `\(noun.name)`, not \(value.brief)",
      hint: "name another `\(noun.name)`", at: .field("like"))
  }
}
