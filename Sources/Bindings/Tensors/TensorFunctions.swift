import Script
import Tensors

/// The functions that make tensors, and what core functions of lists do to tensors.
enum TensorFunctions {
  static let all: [Builtin] = makers + [sort]

  /// A list is put in order by `sorted`, so that `xs.sort()` and `sort(xs)` don't differ.
  private static let sort = Builtin(
    "sort",
    [
      Parameter("x"), Parameter("axis", .integer, default: -1),
      Parameter("reverse", .bool, default: false),
    ],
    doc: "a tensor in order along an axis", example: "sort(tensor([3, 1, 2]))", defersToObject: true
  ) { call in
    guard case .object(let object as TensorObject) = call[0] else {
      throw Fault("`sort` takes a tensor", hint: "`sorted(xs)` gives a list in order")
    }
    return TensorObject.value(
      try object.tensor.sort(axis: call.integer(1), descending: call.bool(2)))
  }

  private static let makers: [Builtin] = [
    Builtin(
      "tensor", [Parameter("values")], doc: "a tensor of nested lists, a range or a number",
      example: "tensor([[1, 2], [3, 4]])"
    ) { call in .object(TensorObject(try call.tensor(0))) },
    Builtin("zeros", [.rest("shape")], doc: "a tensor of zeros", example: "zeros(2, 3)") { call in
      .object(TensorObject(try .filled(0, call.shape(0))))
    },
    Builtin("ones", [.rest("shape")], doc: "a tensor of ones", example: "ones([2, 3])") { call in
      .object(TensorObject(try .filled(1, call.shape(0))))
    },
    Builtin(
      "full", [.rest("shape"), Parameter("value", .number, default: 0)],
      doc: "a tensor filled with one value", example: "full(2, 3, value: 0.5)"
    ) { call in .object(TensorObject(try .filled(Float(call.number(1)), call.shape(0)))) },
    Builtin("eye", [Parameter("size", .count)], doc: "the unit matrix", example: "eye(3)") { call in
      .object(TensorObject(try Interrupt.stoppable { try .eye(call.integer(0)) }))
    },
    Builtin(
      "arange",
      [
        Parameter("start", .number), Parameter("stop", .number.or(.none), default: .none),
        Parameter("step", .number, default: 1),
      ],
      doc: "start, start + step, … before stop; one argument counts from 0", example: "arange(5)"
    ) { call in
      let first = try call.number(0)
      let (start, stop) = call.has(1) ? (first, try call.number(1)) : (0, first)
      return .object(
        TensorObject(try Interrupt.stoppable { try .arange(start, stop, step: call.number(2)) }))
    },
    Builtin(
      "linspace",
      [Parameter("start", .number), Parameter("stop", .number), Parameter("count", .count)],
      doc: "evenly spaced values from start to stop", example: "linspace(0, 1, 5)"
    ) { call in
      .object(TensorObject(try .linspace(call.number(0), call.number(1), call.integer(2))))
    },
  ]

  /// The answers to core functions that aren't methods of a tensor.
  static let joiners: [Builtin] = [
    answer("shape") { call in .list(try call.tensor(0).shape.map { .number(Double($0)) }) },
    answer("T") { call in .object(TensorObject(try call.tensor(0).permute())) },
    answer("concat") { call in
      .object(TensorObject(try .concat(tensors(call), axis: call.integer(1))))
    },
    answer("stack") { call in
      .object(TensorObject(try .stack(tensors(call), axis: call.integer(1))))
    },
  ]

  private static func answer(
    _ name: String, _ body: @escaping @Sendable (Call) throws -> Value
  ) -> Builtin {
    guard let core = CoreFunctions.named[name] else {
      preconditionFailure("no core function is called \(name)")
    }
    return Builtin(name, core.parameters, doc: core.doc, example: core.example, body: body)
  }

  /// Several arguments, or one list of tensors.
  private static func tensors(_ call: Call) throws -> [Tensor] {
    var values = try call.list(0)
    if values.count == 1, case .list(let items) = values[0],
      items.contains(where: { if case .number = $0 { false } else { true } })
    {
      values = items
    }
    return try values.map { try Tensor($0) }
  }
}
