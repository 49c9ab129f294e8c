import Foundation
import Script
import Tensors

extension TensorFunction {
  static let elementwise: [TensorFunction] =
    unary.map { name, operation in
      TensorFunction(name) { x, _ in TensorObject.value(try x.apply(operation)) }
    }
    + binary.map { name, operation in
      TensorFunction(name) { x, rest in TensorObject.value(try .apply(operation, x, rest.tensor(0)))
      }
    } + [
      TensorFunction("log") { x, rest in
        let logarithm = try x.apply(.log)
        guard let base = try rest.number(0) else { return TensorObject.value(logarithm) }
        return TensorObject.value(try .apply(.divide, logarithm, .scalar(Float(log(base)))))
      },
      TensorFunction("clip") { x, rest in
        TensorObject.value(
          try x.clip(rest.number(0).map { Float($0) }, rest.number(1).map { Float($0) }))
      },
      TensorFunction(
        "round", [Parameter("digits", .integerIn(.between(0, 6)), default: 0)],
        doc: "to whole numbers, or to some digits; halves go to the even neighbour",
        example: "tensor([1.25, 2.5]).round()"
      ) { x, rest in
        let digits = try rest.integer(0)
        if digits == 0 { return TensorObject.value(try x.apply(.round)) }
        let scale = Tensor.scalar((0..<digits).reduce(1) { scale, _ in scale * 10 })
        let scaled = try Tensor.apply(.multiply, x, scale).apply(.round)
        return TensorObject.value(try .apply(.divide, scaled, scale))
      },
      TensorFunction("allclose") { x, rest in
        .bool(
          try Tensor.allClose(
            x, rest.tensor(0), relative: Float(rest.number(1) ?? 0),
            absolute: Float(rest.number(2) ?? 0)))
      },
    ]

  private static let unary: [(String, UnaryOperation)] = [
    ("exp", .exp), ("log2", .log2), ("log10", .log10), ("sqrt", .sqrt), ("square", .square),
    ("abs", .abs), ("tanh", .tanh), ("sin", .sin), ("cos", .cos), ("sign", .sign),
    ("floor", .floor), ("ceil", .ceil), ("sigmoid", .sigmoid), ("relu", .relu), ("gelu", .gelu),
    ("isnan", .isNaN), ("isfinite", .isFinite),
  ]

  private static let binary: [(String, BinaryOperation)] = [
    ("pow", .power), ("maximum", .maximum), ("minimum", .minimum),
  ]
}
