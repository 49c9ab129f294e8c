import Script
import Tensors

extension TensorFunction {
  static let shapes: [TensorFunction] = [
    TensorFunction("reshape") { x, rest in TensorObject.value(try x.reshape(rest.shape(0))) },
    TensorFunction("transpose") { x, rest in
      let axes = try rest.shape(0)
      return TensorObject.value(try x.permute(axes.isEmpty ? nil : axes))
    },
    TensorFunction("squeeze") { x, rest in
      TensorObject.value(try x.squeeze(axis: rest.optionalInteger(0)))
    },
    TensorFunction("unsqueeze") { x, rest in
      TensorObject.value(try x.unsqueeze(axis: rest.integer(0)))
    },
    TensorFunction("broadcast") { x, rest in TensorObject.value(try x.broadcast(to: rest.shape(0)))
    },
    TensorFunction("flatten") {
      x, _ in
      TensorObject.value(try x.reshape([x.count]))
    },
    TensorFunction("list", [], doc: "the elements as nested lists", example: "eye(2).list()") {
      x, _ in
      try TensorObject(x).nested
    },
  ]

  static let selections: [TensorFunction] = [
    TensorFunction("topk") { x, rest in
      let (values, indices) = try x.topk(rest.integer(0), axis: rest.integer(1))
      return .record(
        Record([
          ("values", TensorObject.value(values)), ("indices", TensorObject.value(indices)),
        ]))
    },
    TensorFunction(
      "sort",
      [Parameter("axis", .integer, default: -1), Parameter("reverse", .bool, default: false)],
      doc: "in order along an axis", example: "tensor([3, 1, 2]).sort()"
    ) { x, rest in
      TensorObject.value(try x.sort(axis: rest.integer(0), descending: rest.flag(1)))
    },
    TensorFunction("argsort") { x, rest in
      TensorObject.value(try x.argsort(axis: rest.integer(0), descending: rest.flag(1)))
    },
    TensorFunction("take") { x, rest in
      TensorObject.value(
        try x.take(TensorObject.indices(rest.value(0)), axis: rest.integer(1)))
    },
    TensorFunction("where") { x, rest in
      TensorObject.value(try .select(x, rest.tensor(0), rest.tensor(1)))
    },
  ]

  static let products: [TensorFunction] = [
    TensorFunction("matmul") { x, rest in TensorObject.value(try .matmul(x, rest.tensor(0))) },
    TensorFunction("dot") { x, rest in TensorObject.value(try .dot(x, rest.tensor(0))) },
    TensorFunction("outer") { x, rest in TensorObject.value(try .outer(x, rest.tensor(0))) },
    TensorFunction("cosine") { x, rest in TensorObject.value(try .cosine(x, rest.tensor(0))) },
  ]
}
