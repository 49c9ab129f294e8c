import Script
import Tensors

/// The functions that make tensors, and those of a tensor that the core doesn't have already.
enum TensorFunctions {
  static let all: [Builtin] =
    makers + joiners
    // A core function of the same name asks the tensor for its method by itself.
    + TensorFunction.all.filter { function in
      !CoreFunctions.all.contains { $0.name == function.name } && function.name != "list"
    }.map(\.function)

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
      .object(TensorObject(try .eye(call.integer(0))))
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
      return .object(TensorObject(try .arange(start, stop, step: call.number(2))))
    },
    Builtin(
      "linspace",
      [Parameter("start", .number), Parameter("stop", .number), Parameter("count", .count)],
      doc: "evenly spaced values from start to stop", example: "linspace(0, 1, 5)"
    ) { call in
      .object(TensorObject(try .linspace(call.number(0), call.number(1), call.integer(2))))
    },
  ]

  private static let joiners: [Builtin] = [
    Builtin("shape", [Parameter("x")], doc: "the sizes of a tensor", example: "shape(zeros(2, 3))")
    {
      call in .list(try call.tensor(0).shape.map { .number(Double($0)) })
    },
    Builtin("T", [Parameter("x")], doc: "a matrix transposed", example: "T(tensor([[1, 2]]))") {
      call in .object(TensorObject(try call.tensor(0).permute()))
    },
    Builtin(
      "concat", [.rest("tensors"), Parameter("axis", .integer, default: 0)],
      doc: "tensors one after the other along an axis", example: "concat(ones(2), zeros(3))"
    ) { call in
      .object(TensorObject(try .concat(tensors(call), axis: call.integer(1))))
    },
    Builtin(
      "stack", [.rest("tensors"), Parameter("axis", .integer, default: 0)],
      doc: "tensors of one shape under a new axis", example: "stack(ones(2), zeros(2))"
    ) { call in
      .object(TensorObject(try .stack(tensors(call), axis: call.integer(1))))
    },
  ]

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
