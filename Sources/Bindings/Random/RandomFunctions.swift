import Random
import Script
import Tensors

/// What draws random numbers, and what says from where.
enum RandomFunctions {
  static let all: [Builtin] = drawing.map(\.function) + streams

  static let drawing: [RandomFunction] = [
    RandomFunction(
      "rand", [.rest("shape")],
      doc: "a number drawn uniformly from 0 to 1, or a tensor of them where a shape is given",
      example: "rand(2, 3)"
    ) { call, generator in
      let shape = try call.shape(0)
      if shape.isEmpty { return .number(generator.uniform()) }
      return .object(TensorObject(try Interrupt.stoppable { try .rand(shape, using: &generator) }))
    },
    RandomFunction(
      "randn", [.rest("shape")],
      doc: "a number of the standard normal distribution, or a tensor of them",
      example: "randn(2, 3)"
    ) { call, generator in
      let shape = try call.shape(0)
      if shape.isEmpty { return .number(generator.normal()) }
      return .object(TensorObject(try Interrupt.stoppable { try .randn(shape, using: &generator) }))
    },
    RandomFunction(
      "randint",
      [
        Parameter("start", .range.or(.integer)), Parameter("end", .integer, default: .none),
        Parameter("count", .count, default: .none),
      ],
      doc: "a whole number of a range, or from `start` (0) to before `end`; a list of `count`",
      example: "randint(0..6)"
    ) { call, generator in
      let range = try range(call)
      guard range.count > 0 else {
        throw Fault(
          "`randint` has no number to draw from \(range.start) to before \(range.end)",
          hint: "the end is left out: `randint(1, 7)` gives 1 to 6", at: .argument(0))
      }
      func number() -> Value { .number(Double(range.element(generator.below(range.count)))) }
      guard call.has(2) else { return number() }
      let count = try call.integer(2)
      try Limits.checkList(count)
      return .list((0..<count).map { _ in number() })
    },
    RandomFunction(
      "choice", [Parameter("values", .elements)],
      doc: "one item of a list, range, string, record (a name) or tensor",
      example: "choice([\"red\", \"green\", \"blue\"])"
    ) { call, generator in
      let population = try Population(call[0])
      guard population.count > 0 else {
        throw Fault("`choice` has no item to draw from", at: .argument(0))
      }
      return try population.element(generator.below(population.count))
    },
    RandomFunction(
      "sample", [Parameter("values", .elements), Parameter("k", .count)],
      doc: "a list of `k` different items, in random order", example: "sample(0..100, 3)"
    ) { call, generator in
      let population = try Population(call[0])
      let count = try call.integer(1)
      guard count <= population.count else {
        throw Fault(
          "`sample` can't draw \(count) different items from \(population.count)",
          hint: "with repetition: `map(0..\(count), i => choice(xs))`", at: .argument(1))
      }
      try Limits.checkList(count)
      return .list(try generator.positions(count, of: population.count).map(population.element))
    },
    RandomFunction(
      "shuffled", [Parameter("items", .elements)], doc: "a list in another order",
      example: "shuffled([1, 2, 3])"
    ) { call, generator in
      var elements = try call.context.elements(of: call[0])
      return .list(generator.shuffled(try elements.all()))
    },
  ]

  private static let streams: [Builtin] = [
    Builtin(
      "seed", [Parameter("value", .count)],
      doc: "starts the script's stream of random numbers from a seed; without it, from 0",
      example: "seed(7)\nrand()"
    ) { call in
      call.context.random.restart(seed: try call.integer(0))
      return .none
    },
    Builtin(
      "rng", [Parameter("seed", .count)],
      doc:
        "a stream of random numbers of its own, with `rand randn randint choice sample shuffled`",
      example: "let dice = rng(7)\ndice.randint(1, 7)"
    ) { call in .object(StreamObject(seed: try call.integer(0))) },
  ]

  /// `randint(0..6)`, `randint(6)`, `randint(1, 7)`.
  private static func range(_ call: Call) throws -> RangeValue {
    if case .range(let range) = call[0] {
      guard !call.has(1) else {
        throw Fault(
          "`randint` takes a range or two numbers, not both", hint: "`count: 5` draws five",
          at: .argument(1))
      }
      return range
    }
    let first = try call.integer(0)
    guard call.has(1) else { return RangeValue(start: 0, end: first) }
    return RangeValue(start: first, end: try call.integer(1))
  }
}

/// What is drawn from: its items are made when they are drawn, so that a range can be long.
private struct Population {
  let count: Int
  let element: (Int) throws -> Value

  init(_ value: Value) throws {
    switch value {
    case .range(let range):
      (count, element) = (range.count, { .number(Double(range.element($0))) })
    case .object(let object) where object.count != nil:
      (count, element) = (object.count ?? 0, object.element)
    default:
      var elements = try ElementIterator(value)
      let items = try elements.all()
      (count, element) = (items.count, { items[$0] })
    }
  }
}

extension RandomGenerator {
  /// Different positions below `bound` in random order: the draws of `sample(_:_:)`, of which only
  /// those that moved are kept.
  fileprivate mutating func positions(_ count: Int, of bound: Int) -> [Int] {
    var moved: [Int: Int] = [:]
    return (0..<count).map { place in
      let drawn = place + below(bound - place)
      defer { moved[drawn] = moved[place] ?? place }
      return moved[drawn] ?? drawn
    }
  }
}
