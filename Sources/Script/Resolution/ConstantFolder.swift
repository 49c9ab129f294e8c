import Syntax

/// The value of an expression that is made of literals and constants alone.
enum ConstantFolder {
  static func fold(_ expression: Expression, _ resolver: Resolver) -> Value? {
    func value(_ expression: Expression) -> Value? { fold(expression, resolver) }
    switch expression.kind {
    case .none: return Value.none
    case .bool(let flag): return .bool(flag)
    case .number(let number): return .number(number)
    case .string(let segments): return string(segments, value)
    case .name(let use):
      if let binding = resolver.resolution[use] { return binding.constant }
      return resolver.context.builtins[use.name] == nil ? Constants.all[use.name] : nil
    case .list(let items):
      let values = items.compactMap(value)
      return values.count == items.count ? .list(values) : nil
    case .record(let entries):
      var record = Record()
      for entry in entries {
        guard let item = value(entry.value) else { return nil }
        record[entry.name] = item
      }
      return .record(record)
    case .range(let lower?, let upper?):
      guard let lower = value(lower), let upper = value(upper) else { return nil }
      return try? Operators.range(lower, upper)
    case .negated(let operand): return value(operand).flatMap { try? Operators.negated($0) }
    case .not(let operand):
      guard case .bool(let flag)? = value(operand) else { return nil }
      return .bool(!flag)
    case .binary(let op, let left, let right):
      guard let left = value(left), let right = value(right) else { return nil }
      // Checking stays quick and small whatever a script repeats.
      if op == .multiply {
        guard case .number = left, case .number = right else { return nil }
      }
      return try? Operators.apply(op, left, right)
    case .call(let callee, let arguments):
      guard case .name(let use) = callee.kind, resolver.resolution[use] == nil, use.name == "sweep",
        arguments.count == 1, arguments[0].name == nil,
        case .list(let points)? = value(arguments[0].value), !points.isEmpty
      else { return nil }
      return .object(SweepValue(points))
    default: return nil
    }
  }

  private static func string(
    _ segments: [StringSegment], _ value: (Expression) -> Value?
  ) -> Value? {
    var text = ""
    for segment in segments {
      switch segment {
      case .text(let piece): text += piece
      case .value(let expression, let format):
        guard let value = value(expression) else { return nil }
        guard let piece = try? value.text(format) else { return nil }
        text += piece
      }
    }
    return .string(text)
  }
}
