import Diagnostics

/// One call of a builtin: its arguments matched to the parameters and of their types.
package struct Call {
  package let builtin: Builtin
  /// The object or value of a method; `none` for a function.
  package let receiver: Value
  /// One value for each parameter, defaults filled in; a rest parameter's is a list.
  package let arguments: [Value]
  package let context: Context

  package var host: any HostServices { context.host }
  package var range: SourceRange { context.range }

  package subscript(index: Int) -> Value { arguments[index] }

  /// Whether the argument is something other than `none`.
  package func has(_ index: Int) -> Bool { !arguments[index].isNone }

  package func number(_ index: Int) throws -> Double {
    if case .number(let number) = arguments[index] { return number }
    throw mismatch(index, .number)
  }

  /// A whole number.
  package func integer(_ index: Int) throws -> Int {
    if case .number(let number) = arguments[index], let whole = number.exactInt { return whole }
    throw mismatch(index, .integer)
  }

  package func string(_ index: Int) throws -> String {
    if case .string(let text) = arguments[index] { return text }
    throw mismatch(index, .string)
  }

  package func bool(_ index: Int) throws -> Bool {
    if case .bool(let flag) = arguments[index] { return flag }
    throw mismatch(index, .bool)
  }

  package func list(_ index: Int) throws -> [Value] {
    if case .list(let list) = arguments[index] { return list }
    throw mismatch(index, .list(.any))
  }

  package func record(_ index: Int) throws -> Record {
    if case .record(let record) = arguments[index] { return record }
    throw mismatch(index, .record(.any))
  }

  package func object<Object>(_ index: Int, as type: Object.Type) throws -> Object {
    if case .object(let object) = arguments[index], let object = object as? Object {
      return object
    }
    throw mismatch(index, builtin.parameters[index].type)
  }

  private func mismatch(_ index: Int, _ type: ValueType) -> Fault {
    let name = builtin.parameters[index].name
    return type.fault(for: arguments[index], subject: "`\(name)` of `\(builtin.name)`")
      .at(.argument(index))
  }
}

extension Fault {
  package func at(_ place: Place) -> Fault { Fault(message, hint: hint, at: place) }
}
