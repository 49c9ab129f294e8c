import Diagnostics

/// Reading by `.name`.
enum Members {
  /// A property, a record's field, or a method bound to its object; nil where there is none.
  static func find(_ name: String, of value: Value) throws -> Value? {
    switch value {
    case .record(let record): return record[name]
    case .object(let object):
      if let member = try object.member(name) { return member }
      return object.method(name).map {
        .method(BoundMethod(receiver: value, builtin: $0))
      }
    default: return nil
    }
  }

  /// `functions` are those that `value.name(…)` may call.
  static func value(
    _ name: String, of value: Value, among functions: [String: Builtin]
  ) throws -> Value {
    if let member = try find(name, of: value) { return member }
    throw missing(name, in: value, among: functions)
  }

  static func missing(
    _ name: String, in value: Value, among functions: [String: Builtin]
  ) -> Fault {
    if case .record(let record) = value {
      let fault = record.missing(name)
      guard functions[name]?.isMember(of: value) ?? false else { return fault }
      return Fault(fault.message, hint: callHint(name))
    }
    let what =
      switch value {
      case .object(let object): "`\(object.typeName)`"
      case .none: "`none`"
      default: Phrase.withArticle(value.typeName)
      }
    if functions[name]?.isMember(of: value) ?? false {
      return Fault("`\(name)` of \(what) is a function", hint: callHint(name))
    }
    let names = names(of: value, among: functions)
    let hint =
      ownHint(name, value) ?? ForeignMembers.hint(name, of: value.typeName)
      ?? Suggestion.question(for: name, among: names)
      ?? (names.isEmpty
        ? nil : "it has " + Phrase.alternatives(names.prefix(12).map { "`\($0)`" }, "and"))
    return Fault("\(what) has no member `\(name)`", hint: hint)
  }

  private static func ownHint(_ name: String, _ value: Value) -> String? {
    if case .object(let object) = value { object.hint(forMissing: name) } else { nil }
  }

  private static func callHint(_ name: String) -> String { "to call it write `x.\(name)(…)`" }

  /// Every member that can follow `value.`: its own, then the functions that are made for it.
  static func names(of value: Value, among functions: [String: Builtin]) -> [String] {
    let own: [String] =
      switch value {
      case .record(let record): record.keys
      case .object(let object): object.memberNames
      case .list: ListChanges.all.map(\.name)
      default: []
      }
    let made = functions.values.filter { $0.isMade(for: value) }.map(\.name).sorted()
    let taken = Set(own)
    return own + made.filter { !taken.contains($0) }
  }

  /// One line about a member.
  static func doc(
    _ name: String, of value: Value, among functions: [String: Builtin]
  ) -> String? {
    switch value {
    case .record(let record) where record[name] != nil: return nil
    case .object(let object):
      if let doc = object.memberDoc(name) { return doc }
    case .list:
      if let change = ListChanges.named(name) { return change.doc }
    default: break
    }
    return functions[name]?.doc
  }
}
