import Foundation

extension CoreFunctions {
  /// Functions of each number.
  static let arithmetic: [Builtin] =
    plain + checked + rounding + tests + [
      NumberFunction.pairwise(
        "pow", Parameter("exponent", NumberFunction.operand),
        doc: "x to the power of `exponent`, as `x ^ exponent`.", example: "pow(2, 10)"
      ) { a, b in
        guard case .number(let result) = try Operators.apply(.power, .number(a), .number(b)) else {
          return .nan
        }
        return result
      },
      NumberFunction.pairwise(
        "maximum", NumberFunction.other,
        doc: "The greater of two numbers, item by item of two lists.",
        example: "maximum([1, 5], [3, 2])"
      ) { $0.isNaN || $0 > $1 ? $0 : $1 },
      NumberFunction.pairwise(
        "minimum", NumberFunction.other,
        doc: "The lesser of two numbers, item by item of two lists.",
        example: "minimum([1, 5], 3)"
      ) { $0.isNaN || $0 < $1 ? $0 : $1 },
      NumberFunction.make(
        "clip",
        [
          NumberFunction.x, Parameter("low", .number, default: .none),
          Parameter("high", .number, default: .none),
        ],
        doc: "Each number limited to `low` … `high`.", example: "clip([-2, 0.5, 9], -1, 1)"
      ) { call in
        let low = call.has(1) ? try call.number(1) : -.infinity
        let high = call.has(2) ? try call.number(2) : .infinity
        return try NumberFunction.map(call) { x in
          let raised = x < low ? low : x
          return raised > high ? high : raised
        }.value
      },
      NumberFunction.make(
        "where",
        [
          Parameter("condition", .bool.or(NumberFunction.operand)),
          Parameter("yes", NumberFunction.operand), Parameter("no", NumberFunction.operand),
        ],
        doc: "`yes` where the condition is true or not 0, `no` elsewhere.",
        example: "where([true, false], 5, [6, 7])", operands: 3
      ) { call in
        let choices = try call.numbers(1).combined(call.numbers(2), "where") { ($0, $1) }
        return try call.numbers(0).combined(choices, "where") { $0 != 0 ? $1.0 : $1.1 }.value
      },
    ]

  private static let plain: [Builtin] = [
    function("exp", "e to the power of x.", "exp(1)") { Foundation.exp($0) },
    function("square", "x times x.", "square([1, 2, 3])") { $0 * $0 },
    function("abs", "The distance from 0.", "abs(-2)") { Swift.abs($0) },
    function("sign", "-1, 0 or 1.", "sign([-2, 0, 5])") { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 },
    function("sin", "The sine of an angle in radians.", "sin(pi / 2)") { Foundation.sin($0) },
    function("cos", "The cosine of an angle in radians.", "cos(pi)") { Foundation.cos($0) },
    function("tanh", "The hyperbolic tangent.", "tanh(0.5)") { Foundation.tanh($0) },
    function("sigmoid", "1 / (1 + e^-x).", "sigmoid([-1, 0, 1])") { x in
      // e to a large power would overflow.
      x < 0 ? Foundation.exp(x) / (1 + Foundation.exp(x)) : 1 / (1 + Foundation.exp(-x))
    },
    function("relu", "The greater of 0 and x.", "relu([-1, 2])") { $0 < 0 ? 0 : $0 },
    function("gelu", "x · Φ(x), Φ the standard normal distribution.", "gelu([-1, 2])") {
      $0 == -.infinity ? 0 : $0 * Foundation.erfc(-$0 / 2.0.squareRoot()) / 2
    },
  ]

  /// Those that some numbers have no value of.
  private static let checked: [Builtin] = [
    function("sqrt", "The square root.", "sqrt(2)") { x in
      guard !(x < 0) else { throw Fault("a negative number has no square root", at: .argument(0)) }
      return x.squareRoot()
    },
    NumberFunction.make(
      "log", [NumberFunction.x, Parameter("base", .numberIn(.above(0)), default: .none)],
      doc: "The natural logarithm, or that of a base.", example: "log(8, 2)"
    ) { call in
      let base = call.has(1) ? try call.number(1) : nil
      return try NumberFunction.map(call) { try logarithm($0, base) }.value
    },
    function("log2", "The logarithm to base 2.", "log2(8)") { try logarithm($0, 2) },
    function("log10", "The logarithm to base 10.", "log10(1000)") { try logarithm($0, 10) },
  ]

  private static let rounding: [Builtin] = [
    function("floor", "The next whole number below.", "floor(7 / 2)") { $0.rounded(.down) },
    function("ceil", "The next whole number above.", "ceil(7 / 2)") { $0.rounded(.up) },
    NumberFunction.make(
      "round",
      [
        NumberFunction.x, Parameter("digits", .integerIn(.between(-300, 100)), default: 0),
      ],
      doc: "The nearest number with `digits` digits after the point; halves go away from 0.",
      example: "round(2 / 3, 2)"
    ) { call in
      let digits = try call.integer(1)
      return try NumberFunction.map(call) { rounded($0, digits) }.value
    },
  ]

  private static let tests: [Builtin] = [
    NumberFunction.make(
      "isnan", [NumberFunction.x], doc: "Whether it is `nan`.", example: "isnan([1, nan])"
    ) { call in try NumberFunction.map(call) { $0.isNaN }.value { .bool($0) } },
    NumberFunction.make(
      "isfinite", [NumberFunction.x], doc: "Whether it is neither infinite nor `nan`.",
      example: "isfinite([1, inf])"
    ) { call in try NumberFunction.map(call) { $0.isFinite }.value { .bool($0) } },
    NumberFunction.make(
      "allclose",
      [
        NumberFunction.x, NumberFunction.other,
        Parameter("rtol", .numberIn(.from(0)), default: 1e-5),
        Parameter("atol", .numberIn(.from(0)), default: 1e-8),
      ],
      doc: "Whether all items differ by at most atol + rtol · |other|.",
      example: "allclose([1, 2], [1, 2.000001])", operands: 2
    ) { call in
      let (rtol, atol) = (try call.number(2), try call.number(3))
      let close = try call.numbers(0).combined(call.numbers(1), "allclose") { a, b in
        a == b || Swift.abs(a - b) <= atol + rtol * Swift.abs(b)
      }
      return .bool(close.elements.allSatisfy { $0 })
    },
  ]

  private static func function(
    _ name: String, _ doc: String, _ example: String,
    _ body: @escaping @Sendable (Double) throws -> Double
  ) -> Builtin { NumberFunction.elementwise(name, doc: doc, example: example, body: body) }

  private static func logarithm(_ x: Double, _ base: Double?) throws -> Double {
    guard !(x <= 0) else {
      throw Fault("only a number above 0 has a logarithm", at: .argument(0))
    }
    return switch base {
    case nil: Foundation.log(x)
    case 2: Foundation.log2(x)
    case 10: Foundation.log10(x)
    case let base?: Foundation.log(x) / Foundation.log(base)
    }
  }

  private static func rounded(_ x: Double, _ digits: Int) -> Double {
    guard x.isFinite, digits != 0 else { return x.rounded() }
    if digits > 0 {
      // Through text, as 2.675 has no exact form and scaling would round it twice.
      let nearest = isHalfway(x, digits) ? (x < 0 ? x.nextDown : x.nextUp) : x
      return Double(NumberText.fixed(nearest, digits: digits)) ?? x
    }
    let scale = Foundation.pow(10, Double(-digits))
    return (x / scale).rounded() * scale
  }

  /// Whether a number is exactly between two of `digits` digits, as 1.25 is for one. Halves of
  /// 1 / 10^digits that a Double can hold are the odd multiples of 1 / 2^(digits + 1).
  private static func isHalfway(_ x: Double, _ digits: Int) -> Bool {
    let scaled = Double(sign: .plus, exponent: digits + 1, significand: x)
    return scaled.exactInt.map { $0 % 2 != 0 } ?? false
  }
}
