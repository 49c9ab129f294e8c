/// What the functions of numbers have in common: they take numbers, ranges and nested lists of
/// numbers, compute in f64, and give numbers and lists.
enum NumberFunction {
  /// What they take first. An object that has a function of the same name answers instead, whichever
  /// operand it is: a tensor, in f32.
  static let operand = ValueType.oneOf([.number, .list(.any), .range, .object("tensor")])

  static let x = Parameter("x", operand)
  static let other = Parameter("other", operand)
  static let axis = Parameter("axis", .integer, default: .none)
  static let lastAxis = Parameter("axis", .integer, default: -1)
  static let keepDims = Parameter("keepdims", .bool, default: false)

  /// - Parameter operands: how many of the first parameters are arrays.
  static func make(
    _ name: String, _ parameters: [Parameter], doc: String, example: String, operands: Int = 1,
    body: @escaping @Sendable (Call) throws -> Value
  ) -> Builtin {
    Builtin(name, parameters, doc: doc, example: example, defersToObject: true) { call in
      for value in call.arguments.prefix(operands) {
        if let function = value.objectFunction(name) { return try call.passed(to: function) }
      }
      return try body(call)
    }
  }

  /// A function of each number alone.
  static func elementwise(
    _ name: String, _ parameters: [Parameter] = [x], doc: String, example: String,
    body: @escaping @Sendable (Double) throws -> Double
  ) -> Builtin {
    make(name, parameters, doc: doc, example: example) { call in
      if case .number(let x) = call[0] { return .number(try body(x)) }
      return try map(call, body).value
    }
  }

  /// Applies `body` to every number of the first argument; a fault names the item.
  static func map<Result>(
    _ call: Call, _ body: (Double) throws -> Result
  ) throws -> ShapedArray<Result> {
    let numbers = try call.numbers(0)
    var offset = 0
    return try numbers.map { x in
      defer { offset += 1 }
      do {
        return try body(x)
      } catch let fault as Fault where numbers.rank > 0 {
        throw Fault(
          "item \(numbers.path(of: offset)) is \(NumberText.text(x)): \(fault.message)",
          hint: fault.hint, at: .argument(0))
      }
    }
  }

  /// A function of two numbers, element by element.
  static func pairwise(
    _ name: String, _ second: Parameter, doc: String, example: String,
    body: @escaping @Sendable (Double, Double) throws -> Double
  ) -> Builtin {
    make(name, [x, second], doc: doc, example: example, operands: 2) { call in
      if case .number(let a) = call[0], case .number(let b) = call[1] {
        return .number(try body(a, b))
      }
      return try call.numbers(0).combined(call.numbers(1), name, body).value
    }
  }
}

extension Value {
  /// The function of that name of an object that the value is, or that its lists hold.
  fileprivate func objectFunction(_ name: String) -> Builtin? {
    switch self {
    case .object(let object): return object.function(name)
    case .list(let items):
      for item in items {
        switch item {
        case .list, .object:
          if let function = item.objectFunction(name) { return function }
        default: break
        }
      }
      return nil
    default: return nil
    }
  }
}

extension Call {
  /// Gives the call to a function with the same parameters.
  fileprivate func passed(to function: Builtin) throws -> Value {
    try function.body(
      Call(builtin: function, receiver: .none, arguments: arguments, context: context))
  }
}
