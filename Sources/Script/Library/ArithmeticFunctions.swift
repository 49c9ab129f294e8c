import Foundation

extension CoreFunctions {
  /// Functions of one number; a tensor answers with its own method of the name.
  static let arithmetic: [Builtin] = [
    real("abs", "the number without its sign", "abs(-3)") { abs($0) },
    real("floor", "the nearest whole number below", "floor(7 / 2)") { $0.rounded(.down) },
    real("ceil", "the nearest whole number above", "ceil(7 / 2)") { $0.rounded(.up) },
    Builtin(
      "round", [Parameter("x", .number), Parameter("digits", .integer, default: 0)],
      doc: "the nearest number with so many digits after the point; a half goes to the even one",
      example: "round(2 / 3, 3)", defersToObject: true
    ) { call in
      .number(try round(call.number(0), try call.integer(1)))
    },
    Builtin(
      "fixed",
      [Parameter("x", .number), Parameter("digits", .integerIn(.between(0, 100)), default: 2)],
      doc: "the number as a string with exactly so many digits after the point",
      example: "fixed(2 / 3, 3)"
    ) { call in
      .string(NumberText.fixed(try call.number(0), digits: try call.integer(1)))
    },
    real("sqrt", "the square root", "sqrt(2)") { number in
      guard !(number < 0) else {
        throw Fault(
          "\(NumberText.text(number)) has no real square root", at: .argument(0))
      }
      return number.squareRoot()
    },
    real("exp", "e to the power of the number", "exp(1)") { exp($0) },
    real("log", "the natural logarithm", "log(100) / log(10)") { number in
      guard !(number < 0) else {
        throw Fault("\(NumberText.text(number)) has no real logarithm", at: .argument(0))
      }
      return log(number)
    },
    Builtin(
      "pow", [Parameter("x", .number), Parameter("exponent", .number)],
      doc: "the number to a power, as `x ^ exponent`", example: "pow(2, 10)", defersToObject: true
    ) { call in
      let (base, exponent) = (try call.number(0), try call.number(1))
      return try Operators.apply(.power, .number(base), .number(exponent))
    },
  ]

  private static func real(
    _ name: String, _ doc: String, _ example: String,
    _ body: @escaping @Sendable (Double) throws -> Double
  ) -> Builtin {
    Builtin(
      name, [Parameter("x", .number)], doc: doc, example: example, defersToObject: true
    ) { call in
      .number(try body(try call.number(0)))
    }
  }

  /// Rounds the decimal text of the number, so that 2.675 (a little less in binary) gives 2.67.
  private static func round(_ number: Double, _ digits: Int) -> Double {
    guard number.isFinite, digits < 320 else { return number }
    if digits == 0 { return number.rounded(.toNearestOrEven) }
    if digits > 0 { return Double(String(format: "%.\(digits)f", number)) ?? number }
    guard digits >= -308 else { return 0 }
    let unit = Foundation.pow(10, Double(-digits))
    return (number / unit).rounded(.toNearestOrEven) * unit
  }
}
