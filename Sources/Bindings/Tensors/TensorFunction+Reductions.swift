import Script
import Tensors

extension TensorFunction {
  static let reductions: [TensorFunction] =
    reducing.map { name, reduction in
      TensorFunction(name) { x, rest in
        TensorObject.value(
          try x.reduce(reduction, axis: rest.optionalInteger(0), keepDims: rest.flag(1)))
      }
    }
    + comparing.map { name, reduction, doc in
      TensorFunction(
        name,
        [
          Parameter("axis", .integer, default: .none), Parameter("keepdims", .bool, default: false),
        ], doc: doc, example: "tensor([[1, 2], [3, 4]]).\(name)(axis: 0)"
      ) { x, rest in
        TensorObject.value(
          try x.reduce(reduction, axis: rest.optionalInteger(0), keepDims: rest.flag(1)))
      }
    }
    + [("std", Reduction.std), ("var", .variance), ("variance", .variance)].map { name, reduction in
      TensorFunction(name) { x, rest in
        TensorObject.value(
          try x.reduce(
            reduction, axis: rest.optionalInteger(0), keepDims: rest.flag(1), ddof: rest.integer(2))
        )
      }
    } + [
      TensorFunction("median") { x, rest in
        TensorObject.value(
          try x.quantile(0.5, axis: rest.optionalInteger(0), keepDims: rest.flag(1)))
      },
      TensorFunction("quantile") { x, rest in
        func quantile(_ share: Double) throws -> Value {
          TensorObject.value(
            try x.quantile(share, axis: rest.optionalInteger(1), keepDims: rest.flag(2)))
        }
        guard case .list(let shares) = rest.value(0) else {
          return try quantile(rest.number(0) ?? 0)
        }
        return .list(
          try shares.map { share in
            guard case .number(let share) = share else { return .none }
            return try quantile(share)
          })
      },
      TensorFunction("cumsum") { x, rest in
        TensorObject.value(try x.cumsum(axis: rest.optionalInteger(0)))
      },
      TensorFunction("softmax") { x, rest in
        TensorObject.value(try x.softmax(axis: rest.integer(0)))
      },
      TensorFunction("log_softmax") { x, rest in
        TensorObject.value(try x.softmax(axis: rest.integer(0), logarithm: true))
      },
    ]

  private static let reducing: [(String, Reduction)] = [
    ("sum", .sum), ("mean", .mean), ("prod", .prod), ("argmin", .argmin), ("argmax", .argmax),
    ("norm", .norm),
  ]

  /// Of a list these compare items of any kind, and take a function.
  private static let comparing: [(String, Reduction, String)] = [
    ("min", .min, "the least of all elements, or along an axis"),
    ("max", .max, "the greatest of all elements, or along an axis"),
    ("any", .any, "1 where any element isn't 0, of all or along an axis"),
    ("all", .all, "1 where no element is 0, of all or along an axis"),
  ]
}
