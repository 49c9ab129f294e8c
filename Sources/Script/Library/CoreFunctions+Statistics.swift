import Foundation

extension CoreFunctions {
  /// What is computed from many numbers, of all or along an axis of nested lists.
  static let statistics: [Builtin] =
    reductions + lines + [
      NumberFunction.make(
        "topk", [NumberFunction.x, Parameter("k", .count), NumberFunction.lastAxis],
        doc: "The k greatest, and their indices: {values, indices}.",
        example: "topk([3, 9, 5], 2).indices"
      ) { call in
        let (numbers, k, axis) = (try call.numbers(0), try call.integer(1), try call.integer(2))
        let extent = try NumberArray.Lines(numbers.shape, axis: axis).extent
        guard k <= extent else { throw Fault.countOutOfRange("topk", k, 0...extent) }
        let indices = try numbers.lines(axis: axis, count: k) {
          $0.order(descending: true).prefix(k).map(Double.init)
        }
        let values = try numbers.lines(axis: axis, count: k) { line in
          line.order(descending: true).prefix(k).map { line[$0] }
        }
        return .record(Record([("values", values.value), ("indices", indices.value)]))
      },
      NumberFunction.make(
        "argsort",
        [
          NumberFunction.x, NumberFunction.lastAxis, Parameter("reverse", .bool, default: false),
        ],
        doc: "The indices that would sort it.", example: "argsort([3, 1, 2])"
      ) { call in
        let reverse = try call.bool(2)
        return try call.numbers(0).lines(axis: call.integer(1)) {
          $0.order(descending: reverse).map(Double.init)
        }.value
      },
    ]

  private static let reductions: [Builtin] = [
    reduction("mean", "The mean of all numbers, or along an axis.", "mean([1, 2, 6])") { $0.mean },
    deviation("std", "The standard deviation", "std([1, 3])") { $0.squareRoot() },
    deviation("var", "The variance", "var([1, 3])") { $0 },
    deviation("variance", "The variance, as `var`", "variance([1, 3], ddof: 1)") { $0 },
    reduction("prod", "The product of all numbers, or along an axis.", "prod([2, 3])", empty: 1) {
      $0.reduce(1, *)
    },
    reduction("norm", "The length of a vector, √Σx².", "norm([3, 4])", empty: 0) { $0.norm },
    reduction("argmin", "The index of the least number.", "argmin([5, 2, 9])") {
      Double($0.best { $0 < $1 })
    },
    reduction("argmax", "The index of the greatest number.", "argmax([5, 2, 9])") {
      Double($0.best { $0 > $1 })
    },
    reduction("median", "The number in the middle, or the mean of the two.", "median([9, 1, 4])") {
      $0.quantiles([0.5])[0]
    },
    NumberFunction.make(
      "quantile",
      [
        NumberFunction.x,
        Parameter("q", .numberIn(.between(0, 1)).or(.list(.numberIn(.between(0, 1))))),
        NumberFunction.axis, NumberFunction.keepDims,
      ],
      doc: "The number below which a share `q` of all are, between neighbours by interpolation.",
      example: "quantile([1, 2, 3, 4], [0.25, 0.5])"
    ) { call in
      func quantile(_ share: Double) throws -> Value {
        try reduced(call, axis: 2, keepDims: 3) { $0.quantiles([share])[0] }
      }
      if case .list(let shares) = call[1] {
        return .list(
          try shares.map { share in
            guard case .number(let share) = share else { return .none }
            return try quantile(share)
          })
      }
      return try quantile(call.number(1))
    },
  ]

  /// Those that give as many numbers as they take.
  private static let lines: [Builtin] = [
    NumberFunction.make(
      "cumsum", [NumberFunction.x, NumberFunction.axis],
      doc: "What each number adds up to with those before it.", example: "cumsum([1, 2, 3])"
    ) { call in
      try call.numbers(0).lines(axis: call.optionalInteger(1)) { $0.cumulativeSums }.value
    },
    NumberFunction.make(
      "softmax", [NumberFunction.x, NumberFunction.lastAxis],
      doc: "e^x over its sum along an axis: logits to probabilities.",
      example: "softmax([1, 2, 3])"
    ) { call in
      try normalized(call) { line in
        let top = line.greatest
        let powers = line.map { exp($0 - top) }
        let sum = powers.accurateSum
        return powers.map { $0 / sum }
      }
    },
    NumberFunction.make(
      "log_softmax", [NumberFunction.x, NumberFunction.lastAxis],
      doc: "The logarithm of softmax: logits to log-probabilities.",
      example: "log_softmax([1, 2, 3])"
    ) { call in
      try normalized(call) { line in
        let sum = line.logSumExp
        return line.map { $0 - sum }
      }
    },
  ]

  private static func normalized(
    _ call: Call, _ body: ([Double]) -> [Double]
  ) throws -> Value {
    let numbers = try call.numbers(0)
    if numbers.rank == 0 { return .number(body(numbers.elements)[0]) }
    return try numbers.lines(axis: call.integer(1), body).value
  }

  /// - Parameter empty: the result of no numbers, where there is one.
  private static func reduction(
    _ name: String, _ doc: String, _ example: String, empty: Double? = nil,
    _ body: @escaping @Sendable ([Double]) -> Double
  ) -> Builtin {
    NumberFunction.make(
      name, [NumberFunction.x, NumberFunction.axis, NumberFunction.keepDims], doc: doc,
      example: example
    ) { call in try reduced(call, axis: 1, keepDims: 2, empty: empty, body) }
  }

  private static func deviation(
    _ name: String, _ doc: String, _ example: String,
    _ body: @escaping @Sendable (Double) -> Double
  ) -> Builtin {
    NumberFunction.make(
      name,
      [
        NumberFunction.x, NumberFunction.axis, NumberFunction.keepDims,
        Parameter("ddof", .count, default: 0),
      ],
      doc: doc + ", divided by n - `ddof`: 0, or 1 for an estimate from a sample.",
      example: example
    ) { call in
      let ddof = try call.integer(3)
      return try reduced(call, axis: 1, keepDims: 2) { line in
        guard line.count > ddof else {
          throw Fault(
            "`\(name)` with `ddof: \(ddof)` takes at least \(ddof + 1) numbers, not \(line.count)",
            at: .argument(0))
        }
        return body(line.variance(ddof: ddof))
      }
    }
  }

  /// One number for all, or for each line along the axis that an argument names.
  static func reduced(
    _ call: Call, axis: Int, keepDims: Int, empty: Double? = nil,
    _ body: ([Double]) throws -> Double
  ) throws -> Value {
    try call.numbers(0).reduce(axis: call.optionalInteger(axis), keepDims: call.bool(keepDims)) {
      line in
      if line.isEmpty {
        guard let empty else {
          throw Fault("`\(call.builtin.name)` of an empty list has no value", at: .argument(0))
        }
        return empty
      }
      return try body(line)
    }.value
  }
}
