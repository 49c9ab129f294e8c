import Script
import Tensors

extension TensorFunction {
  static let elementwise: [TensorFunction] =
    unary.map { name, operation, doc in
      TensorFunction(name, doc: doc, example: "\(name)(tensor([0.5, 1, 2]))") { x, _ in
        TensorObject.value(try x.apply(operation))
      }
    } + [
      TensorFunction(
        "clip",
        [
          Parameter("low", .number.or(.none), default: .none),
          Parameter("high", .number.or(.none), default: .none),
        ],
        doc: "each element limited to low … high", example: "clip(tensor([-2, 0.5, 9]), -1, 1)"
      ) { x, rest in
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
      TensorFunction(
        "pow", [Parameter("exponent")], doc: "each element to a power, as `^` does",
        example: "tensor([1, 2, 3]).pow(2)"
      ) { x, rest in
        TensorObject.value(try .apply(.power, x, rest.tensor(0)))
      },
      TensorFunction(
        "maximum", [Parameter("other")], doc: "the greater of two elements, element by element",
        example: "maximum(tensor([1, 5]), tensor([3, 2]))"
      ) { x, rest in TensorObject.value(try .apply(.maximum, x, rest.tensor(0))) },
      TensorFunction(
        "minimum", [Parameter("other")], doc: "the lesser of two elements, element by element",
        example: "minimum(tensor([1, 5]), tensor([3, 2]))"
      ) { x, rest in TensorObject.value(try .apply(.minimum, x, rest.tensor(0))) },
      TensorFunction(
        "allclose",
        [
          Parameter("other"), Parameter("rtol", .numberIn(.from(0)), default: 1e-5),
          Parameter("atol", .numberIn(.from(0)), default: 1e-8),
        ],
        doc: "whether all elements differ by at most atol + rtol · |other|",
        example: "allclose(tensor([1, 2]), tensor([1, 2.000001]))"
      ) { x, rest in
        .bool(
          try Tensor.allClose(
            x, rest.tensor(0), relative: Float(rest.number(1) ?? 0),
            absolute: Float(rest.number(2) ?? 0)))
      },
    ]

  private static let unary: [(String, UnaryOperation, String)] = [
    ("exp", .exp, "e to the power of each element"),
    ("log", .log, "the natural logarithm of each element"),
    ("log2", .log2, "the logarithm to base 2"), ("log10", .log10, "the logarithm to base 10"),
    ("sqrt", .sqrt, "the square root of each element"), ("square", .square, "each element squared"),
    ("abs", .abs, "the absolute value of each element"), ("tanh", .tanh, "hyperbolic tangent"),
    ("sin", .sin, "sine"), ("cos", .cos, "cosine"), ("sign", .sign, "−1, 0 or 1"),
    ("floor", .floor, "down to a whole number"), ("ceil", .ceil, "up to a whole number"),
    ("sigmoid", .sigmoid, "1 / (1 + e^−x)"), ("relu", .relu, "the greater of 0 and x"),
    ("gelu", .gelu, "x · Φ(x)"), ("isnan", .isNaN, "1 where an element is NaN"),
    ("isfinite", .isFinite, "1 where an element is neither infinite nor NaN"),
  ]
}
