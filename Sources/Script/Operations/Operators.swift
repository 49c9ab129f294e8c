import Foundation
import Syntax

/// What the operators do to values; faults have no position.
enum Operators {
  static func apply(_ op: BinaryOperator, _ left: Value, _ right: Value) throws -> Value {
    if case .object(let object) = left {
      if let result = try object.binary(op, right, isRight: false) { return result }
    }
    if case .object(let object) = right {
      if let result = try object.binary(op, left, isRight: true) { return result }
    }
    switch op {
    case .equal: return .bool(left.isEqual(to: right))
    case .notEqual: return .bool(!left.isEqual(to: right))
    case .less: return .bool(try order(op, left, right) { $0 < 0 })
    case .lessEqual: return .bool(try order(op, left, right) { $0 <= 0 })
    case .greater: return .bool(try order(op, left, right) { $0 > 0 })
    case .greaterEqual: return .bool(try order(op, left, right) { $0 >= 0 })
    default: break
    }
    if case .number(let a) = left, case .number(let b) = right {
      return .number(try arithmetic(op, a, b))
    }
    if let joined = try join(op, left, right) { return joined }
    throw mismatch(op, left, right)
  }

  private static func arithmetic(_ op: BinaryOperator, _ a: Double, _ b: Double) throws -> Double {
    switch op {
    case .add: return a + b
    case .subtract: return a - b
    case .multiply: return a * b
    case .divide:
      guard b != 0 else { throw Fault("division by zero") }
      return a / b
    case .remainder:
      guard b != 0 else { throw Fault("remainder of a division by zero") }
      // The result has the divisor's sign, as in Python, so that `i % n` is always an index.
      let rest = fmod(a, b)
      return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
    case .power:
      let result = pow(a, b)
      guard !result.isNaN || a.isNaN || b.isNaN else {
        throw Fault("a negative number has no power of \(NumberText.text(b))")
      }
      guard a != 0 || b >= 0 else { throw Fault("zero has no negative power") }
      return result
    default:
      throw Fault("`@` multiplies tensors", hint: "numbers are multiplied by `*`")
    }
  }

  /// Sums and repetitions of strings and lists; nil where the operands are neither.
  private static func join(
    _ op: BinaryOperator, _ left: Value, _ right: Value
  ) throws -> Value? {
    switch (op, left, right) {
    case (.add, .string(let a), .string(let b)):
      try Limits.checkString(a.utf8.count + b.utf8.count)
      return .string(a + b)
    case (.add, .list(let a), .list(let b)):
      try Limits.checkList(a.count + b.count)
      return .list(a + b)
    case (.multiply, .string(let text), .number(let count)),
      (.multiply, .number(let count), .string(let text)):
      return .string(try repeated(text, count))
    case (.multiply, .list(let items), .number(let count)),
      (.multiply, .number(let count), .list(let items)):
      let times = try repetitions(count)
      let (total, overflow) = items.count.multipliedReportingOverflow(by: times)
      try Limits.checkList(overflow ? .max : total)
      var result: [Value] = []
      result.reserveCapacity(total)
      for _ in 0..<times { result += items }
      return .list(result)
    default: return nil
    }
  }

  static func repeated(_ text: String, _ count: Double) throws -> String {
    let times = try repetitions(count)
    let (total, overflow) = text.utf8.count.multipliedReportingOverflow(by: times)
    try Limits.checkString(overflow ? .max : total)
    return String(repeating: text, count: times)
  }

  private static func repetitions(_ count: Double) throws -> Int {
    guard let times = count.exactInt else {
      throw Fault("only a whole number of times can be repeated, not \(NumberText.text(count))")
    }
    return max(0, times)
  }

  static func order(
    _ op: BinaryOperator, _ left: Value, _ right: Value, _ test: (Int) -> Bool
  ) throws -> Bool {
    if case .number(let a) = left, case .number(let b) = right, a.isNaN || b.isNaN { return false }
    if let order = left.order(right) { return test(order) }
    var hint: String?
    if case .string = left, case .number = right { hint = "`num(text)` reads a number" }
    if case .number = left, case .string = right { hint = "`num(text)` reads a number" }
    throw Fault("`\(op.rawValue)` can't compare \(left.brief) with \(right.brief)", hint: hint)
  }

  private static func mismatch(_ op: BinaryOperator, _ left: Value, _ right: Value) -> Fault {
    var hint: String?
    switch (op, left, right) {
    case (.add, .string, _), (.add, _, .string):
      hint = "values go into a string by `\\(value)` or `str(value)`"
    case (.remainder, .string, _): hint = "values go into a string by `\\(value)`, as `\\(x:.2f)`"
    case (.add, .list, _): hint = "to add one item, write `xs + [item]`"
    case (.add, .record, .record): hint = "write `a.merge(b)`"
    case (_, .list, _), (_, _, .list): hint = "for arithmetic on each item, write `tensor(list)`"
    default: break
    }
    return Fault("`\(op.rawValue)` can't take \(left.brief) and \(right.brief)", hint: hint)
  }

  static func negated(_ value: Value) throws -> Value {
    switch value {
    case .number(let number): return .number(-number)
    case .object(let object):
      if let result = try object.negated() { return result }
    default: break
    }
    throw Fault("`-` can't take \(value.brief)")
  }

  static func range(_ lower: Value, _ upper: Value) throws -> Value {
    .range(RangeValue(start: try bound(lower), end: try bound(upper)))
  }

  static func bound(_ value: Value) throws -> Int {
    guard case .number(let number) = value else {
      throw Fault("a range goes from one whole number to another, not \(value.brief)")
    }
    guard let whole = number.exactInt else {
      throw Fault(
        "a range goes from one whole number to another, not \(NumberText.text(number))",
        hint: number.isFinite ? "round it: `floor(x)`" : nil)
    }
    return whole
  }

  static func contains(_ item: Value, _ container: Value) throws -> Bool {
    switch container {
    case .list(let items): return items.contains { $0.isEqual(to: item) }
    case .record(let record):
      if case .string(let key) = item { return record[key] != nil }
      return false
    case .string(let text):
      guard case .string(let part) = item else {
        throw Fault("a string contains strings, not \(item.brief)")
      }
      return part.isEmpty || TextSearch(part, in: text).next(from: 0) != nil
    case .range(let range):
      if case .number(let number) = item { return range.contains(number) }
      return false
    case .object(let object):
      if let answer = try object.contains(item) { return answer }
      fallthrough
    default: throw Fault("`in` can't search \(container.brief)")
    }
  }

  /// A condition's value: nothing but `true` and `false` decides.
  static func truth(_ value: Value) throws -> Bool {
    if case .bool(let flag) = value { return flag }
    let hint: String? =
      switch value {
      case .list, .string, .record: "write `len(x) > 0`"
      case .number: "write `x != 0`"
      case .object(let object) where object.method("all") != nil:
        "whether all elements are true is `all(a == b)`, whether any is `any(a == b)`"
      case .none: "write `x != none`"
      default: nil
      }
    throw Fault("a condition is true or false, not \(value.brief)", hint: hint)
  }
}
