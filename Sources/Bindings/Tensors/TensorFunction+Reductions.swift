import Script
import Tensors

extension TensorFunction {
  private static let axis = Parameter("axis", .integer.or(.none), default: .none)
  private static let keep = Parameter("keepdims", .bool, default: false)

  static let reductions: [TensorFunction] =
    reducing.map { name, reduction, doc in
      TensorFunction(
        name, [axis, keep], doc: doc + ", of all elements or along an axis",
        example: "tensor([[1, 2], [3, 4]]).\(name)(axis: 0)"
      ) { x, rest in
        let result = try x.reduce(
          reduction, axis: rest.optionalInteger(0), keepDims: rest.flag(1))
        return TensorObject.value(result)
      }
    } + [
      TensorFunction(
        "cumsum", [axis], doc: "the cumulative sum",
        example: "cumsum(tensor([1, 2, 3]))"
      ) { x, rest in TensorObject.value(try x.cumsum(axis: rest.optionalInteger(0))) },
      TensorFunction(
        "softmax", [Parameter("axis", .integer, default: -1)],
        doc: "e^x over its sum along an axis: logits to probabilities",
        example: "softmax(tensor([1, 2, 3]))"
      ) { x, rest in TensorObject.value(try x.softmax(axis: rest.integer(0))) },
      TensorFunction(
        "log_softmax", [Parameter("axis", .integer, default: -1)],
        doc: "the logarithm of softmax: logits to log-probabilities",
        example: "log_softmax(tensor([1, 2, 3]))"
      ) { x, rest in
        TensorObject.value(try x.softmax(axis: rest.integer(0), logarithm: true))
      },
    ]

  private static let reducing: [(String, Reduction, String)] = [
    ("sum", .sum, "the sum"), ("mean", .mean, "the mean"),
    ("std", .std, "the standard deviation (divided by n)"),
    ("var", .variance, "the variance (divided by n)"), ("prod", .prod, "the product"),
    ("min", .min, "the least"), ("max", .max, "the greatest"),
    ("argmin", .argmin, "the index of the least"), ("argmax", .argmax, "the index of the greatest"),
    ("norm", .norm, "the length, √Σx²"), ("any", .any, "1 where any element isn't 0"),
    ("all", .all, "1 where no element is 0"),
  ]
}
