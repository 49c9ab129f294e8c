import Script

/// Where a plan finds the fields of a declaration: while running all are known; before, only constants.
protocol FieldSource {
  /// The field's value or its default; nil where it can't be known before running.
  func value(_ name: String) -> Value?
  /// Whether the field was written, here or by `like:`.
  func isWritten(_ name: String) -> Bool
}

extension Declaration: FieldSource {
  func value(_ name: String) -> Value? { self[name] }
  func isWritten(_ name: String) -> Bool { explicit(name) != nil }
}

extension StaticDeclaration: FieldSource {
  func value(_ name: String) -> Value? { constant(name) }
  func isWritten(_ name: String) -> Bool { explicit(name) != nil }
}

/// A value that isn't known before running keeps a plan from being made, which is no fault.
struct NotYetKnown: Error {}

extension FieldSource {
  func known(_ name: String) throws -> Value {
    guard let value = value(name) else { throw NotYetKnown() }
    return value
  }

  func number(_ name: String) throws -> Double? {
    if case .number(let number) = try known(name) { number } else { nil }
  }

  func integer(_ name: String) throws -> Int? { try number(name).flatMap(Int.init(exactly:)) }

  func seed(_ name: String) throws -> UInt64 { UInt64(exactly: try number(name) ?? 0) ?? 0 }

  func string(_ name: String) throws -> String? {
    if case .string(let text) = try known(name) { text } else { nil }
  }

  func flag(_ name: String) throws -> Bool? {
    if case .bool(let flag) = try known(name) { flag } else { nil }
  }

  func record(_ name: String) throws -> Record? {
    if case .record(let record) = try known(name) { record } else { nil }
  }

  func numbers(_ name: String) throws -> [Double]? {
    guard case .list(let items) = try known(name) else { return nil }
    return items.compactMap { if case .number(let number) = $0 { number } else { nil } }
  }
}
