import Foundation

extension CoreFunctions {
  /// Functions of numbers; a tensor answers those it has a method for.
  static let arithmetic: [Builtin] = [
    unary("abs", "The distance from 0.", "abs(-2)") { Swift.abs($0) },
    unary("floor", "The next whole number below.", "floor(7 / 2)") { $0.rounded(.down) },
    unary("ceil", "The next whole number above.", "ceil(7 / 2)") { $0.rounded(.up) },
    unary("sqrt", "The square root.", "sqrt(2)") { x in
      guard !(x < 0) else {
        throw Fault("a negative number has no square root", at: .argument(0))
      }
      return x.squareRoot()
    },
    unary("exp", "e to the power of x.", "exp(1)") { Foundation.exp($0) },
    unary("sin", "The sine of an angle in radians.", "sin(pi / 2)") { Foundation.sin($0) },
    unary("cos", "The cosine of an angle in radians.", "cos(pi)") { Foundation.cos($0) },
    unary("tanh", "The hyperbolic tangent.", "tanh(0.5)") { Foundation.tanh($0) },
    Builtin(
      "log", [Parameter("x", .number), Parameter("base", .numberIn(.above(0)), default: .none)],
      doc: "The natural logarithm, or that of a base.", example: "log(8, 2)", defersToObject: true
    ) { call in
      let x = try call.number(0)
      guard !(x <= 0) else {
        throw Fault("only a number above 0 has a logarithm", at: .argument(0))
      }
      guard call.has(1) else { return .number(Foundation.log(x)) }
      let base = try call.number(1)
      if base == 2 { return .number(log2(x)) }
      if base == 10 { return .number(log10(x)) }
      return .number(Foundation.log(x) / Foundation.log(base))
    },
    Builtin(
      "pow", [Parameter("x", .number), Parameter("y", .number)],
      doc: "x to the power of y, as `x ^ y`.", example: "pow(2, 10)", defersToObject: true
    ) { call in try Operators.apply(.power, call[0], call[1]) },
    Builtin(
      "round",
      [
        Parameter("x", .number), Parameter("digits", .integerIn(.between(-300, 100)), default: 0),
      ],
      doc: "The nearest number with `digits` digits after the point; halves go away from 0.",
      example: "round(2 / 3, 2)", defersToObject: true
    ) { call in
      let x = try call.number(0)
      let digits = try call.integer(1)
      guard x.isFinite, digits != 0 else { return .number(x.rounded()) }
      if digits > 0 {
        // Through text, as 2.675 has no exact form and scaling would round it twice.
        return .number(Double(NumberText.fixed(x, digits: digits)) ?? x)
      }
      let scale = Foundation.pow(10, Double(-digits))
      return .number((x / scale).rounded() * scale)
    },
  ]

  private static func unary(
    _ name: String, _ doc: String, _ example: String,
    _ body: @escaping @Sendable (Double) throws -> Double
  ) -> Builtin {
    Builtin(
      name, [Parameter("x", .number)], doc: doc, example: example, defersToObject: true
    ) { call in .number(try body(call.number(0))) }
  }
}
