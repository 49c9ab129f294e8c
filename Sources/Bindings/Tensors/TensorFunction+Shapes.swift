import Script
import Tensors

extension TensorFunction {
  static let shapes: [TensorFunction] = [
    TensorFunction(
      "reshape", [.rest("shape")], doc: "the same elements in another shape; -1 is inferred",
      example: "arange(6).reshape(2, -1)"
    ) { x, rest in TensorObject.value(try x.reshape(rest.shape(0))) },
    TensorFunction(
      "transpose", [.rest("axes")], doc: "the axes in another order, by default in reverse",
      example: "transpose(tensor([[1, 2, 3], [4, 5, 6]]))"
    ) { x, rest in
      let axes = try rest.shape(0)
      return TensorObject.value(try x.permute(axes.isEmpty ? nil : axes))
    },
    TensorFunction(
      "squeeze", [Parameter("axis", .integer.or(.none), default: .none)],
      doc: "without its axes of size 1", example: "tensor([[1, 2]]).squeeze()"
    ) { x, rest in TensorObject.value(try x.squeeze(axis: rest.optionalInteger(0))) },
    TensorFunction(
      "unsqueeze", [Parameter("axis", .integer)], doc: "with a new axis of size 1",
      example: "tensor([1, 2]).unsqueeze(0)"
    ) { x, rest in TensorObject.value(try x.unsqueeze(axis: rest.integer(0))) },
    TensorFunction(
      "broadcast", [.rest("shape")], doc: "stretched to a shape",
      example: "tensor([1, 2]).broadcast(3, 2)"
    ) { x, rest in TensorObject.value(try x.broadcast(to: rest.shape(0))) },
    TensorFunction("flatten", doc: "all elements in one dimension", example: "eye(2).flatten()") {
      x, _ in
      TensorObject.value(try x.reshape([x.count]))
    },
    TensorFunction("list", doc: "the elements as nested lists", example: "eye(2).list()") { x, _ in
      TensorObject(x).nested
    },
  ]

  static let selections: [TensorFunction] = [
    TensorFunction(
      "topk", [Parameter("k", .count), Parameter("axis", .integer, default: -1)],
      doc: "the k greatest along an axis, and their indices: {values, indices}",
      example: "topk(tensor([3, 9, 5]), 2).indices"
    ) { x, rest in
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
    TensorFunction(
      "argsort",
      [Parameter("axis", .integer, default: -1), Parameter("reverse", .bool, default: false)],
      doc: "the indices that would sort it", example: "argsort(tensor([3, 1, 2]))"
    ) { x, rest in
      TensorObject.value(try x.argsort(axis: rest.integer(0), descending: rest.flag(1)))
    },
    TensorFunction(
      "take", [Parameter("indices"), Parameter("axis", .integer, default: 0)],
      doc: "the entries at some indices along an axis", example: "take(eye(3), [0, 2])"
    ) { x, rest in
      TensorObject.value(
        try x.take(TensorObject.indices(rest.call[rest.first]), axis: rest.integer(1)))
    },
    TensorFunction(
      "where", [Parameter("yes"), Parameter("no")],
      doc: "`yes` where it isn't 0, `no` elsewhere", example: "where(tensor([1, 0]), 5, 7)"
    ) { x, rest in TensorObject.value(try .select(x, rest.tensor(0), rest.tensor(1))) },
  ]

  static let products: [TensorFunction] = [
    TensorFunction(
      "matmul", [Parameter("other")], doc: "the matrix product, as `@`",
      example: "matmul(eye(2), tensor([3, 4]))"
    ) { x, rest in TensorObject.value(try .matmul(x, rest.tensor(0))) },
    TensorFunction(
      "dot", [Parameter("other")], doc: "the inner product of two vectors",
      example: "dot([1, 2], [3, 4])"
    ) { x, rest in TensorObject.value(try .dot(x, rest.tensor(0))) },
    TensorFunction(
      "outer", [Parameter("other")], doc: "every product of two vectors' elements",
      example: "outer([1, 2], [3, 4])"
    ) { x, rest in TensorObject.value(try .outer(x, rest.tensor(0))) },
    TensorFunction(
      "cosine", [Parameter("other")],
      doc: "the cosine between vectors, or between every pair of two matrices' rows",
      example: "cosine([1, 0], [1, 1])"
    ) { x, rest in TensorObject.value(try .cosine(x, rest.tensor(0))) },
  ]
}
