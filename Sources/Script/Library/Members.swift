import Diagnostics

/// Reading by `.name`.
enum Members {
  /// A property, a record's field, or a method bound to the value; nil where there is none.
  static func find(_ name: String, of value: Value) throws -> Value? {
    switch value {
    case .record(let record):
      if let field = record[name] { return field }
    case .object(let object):
      if let member = try object.member(name) { return member }
      if let method = object.method(name) {
        return .method(BoundMethod(receiver: value, builtin: method))
      }
      return nil
    default: break
    }
    return CoreMethods.table(for: value)[name].map {
      .method(BoundMethod(receiver: value, builtin: $0))
    }
  }

  static func value(_ name: String, of value: Value) throws -> Value {
    if let member = try find(name, of: value) { return member }
    throw missing(name, in: value)
  }

  static func missing(_ name: String, in value: Value) -> Fault {
    if case .record(let record) = value { return record.missing(name) }
    let what =
      switch value {
      case .object(let object): "`\(object.typeName)`"
      case .none: "`none`"
      default: Phrase.withArticle(value.typeName)
      }
    let names = names(of: value)
    let hint =
      ForeignMembers.hint(name, of: value.typeName)
      ?? Suggestion.question(for: name, among: names)
      ?? (names.isEmpty
        ? nil : "it has " + Phrase.alternatives(names.prefix(12).map { "`\($0)`" }, "and"))
    return Fault("\(what) has no member `\(name)`", hint: hint)
  }

  /// Every member that can follow `value.`.
  package static func names(of value: Value) -> [String] {
    let methods = CoreMethods.table(for: value).keys.sorted()
    switch value {
    case .record(let record): return record.keys + methods.filter { record[$0] == nil }
    case .object(let object): return object.memberNames
    default: return methods
    }
  }
}
