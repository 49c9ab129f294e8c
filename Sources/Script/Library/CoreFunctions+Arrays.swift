extension CoreFunctions {
  /// Shapes and products of nested lists.
  static let arrays: [Builtin] =
    products + arrangements + [
      NumberFunction.make(
        "take",
        [
          lists, Parameter("indices", NumberFunction.operand),
          Parameter("axis", .integer, default: 0),
        ],
        doc: "The items at some indices, or the entries along an axis.",
        example: "take([\"a\", \"b\", \"c\"], [0, 2])", operands: 2
      ) { call in
        let axis = try call.integer(2)
        let indices = try call.numbers(1)
        guard indices.rank > 0 else {
          throw Fault(
            "`take` takes a list of indices", hint: "the first five: `xs[..5]`", at: .argument(1))
        }
        let positions = try indices.elements.map { number in
          guard let index = number.exactInt else {
            throw Fault(
              "\(NumberText.text(number)) is not a valid index", hint: "indices are whole numbers",
              at: .argument(1))
          }
          return index
        }
        // Along the first axis rows may be of any shape.
        if axis == 0, case .list(let items) = call[0] {
          return .list(
            try ShapedArray([items.count], items).take(positions, axis: 0).elements)
        }
        return try shaped(try call.shaped(0).take(positions, axis: axis))
      },
      joining("concat", "Lists one after the other, or along another axis.", "concat([1], [2, 3])")
      {
        try .concat($0, axis: $1)
      },
      joining("stack", "Lists of one shape under a new axis.", "stack([1, 2], [3, 4])") {
        try .stack($0, axis: $1)
      },
    ]

  private static let products: [Builtin] = [
    product("matmul", "The matrix product, as `@` of tensors.", "matmul([[1, 2], [3, 4]], [1, 1])")
    {
      try $0.matmul($1)
    },
    product("dot", "The inner product of two vectors.", "dot([1, 2], [3, 4])") {
      .scalar(try $0.dot($1))
    },
    product("outer", "Every product of two vectors' items.", "outer([1, 2], [3, 4])") {
      try $0.outer($1)
    },
    product(
      "cosine", "The cosine between vectors, or between every pair of two matrices' rows.",
      "cosine([1, 0], [1, 1])"
    ) { try $0.cosine($1) },
  ]

  private static let arrangements: [Builtin] = [
    arrangement(
      "reshape", [.rest("shape")], "The same items in another shape; -1 is inferred.",
      "reshape(0..6, 2, -1)"
    ) { array, call in try array.reshape(call.shape(1)) },
    arrangement(
      "transpose", [.rest("axes")],
      "Rows as columns, or the axes in another order; by default in reverse.",
      "transpose([[1, 2, 3], [4, 5, 6]])"
    ) { array, call in try array.transpose(call.shape(1)) },
    arrangement("T", [], "Rows as columns.", "T([[1, 2], [3, 4]])") { array, _ in
      try array.transpose()
    },
    arrangement(
      "squeeze", [NumberFunction.axis], "Without its axes of size 1.", "squeeze([[1, 2]])"
    ) { array, call in try array.squeeze(call.optionalInteger(1)) },
    arrangement(
      "unsqueeze", [Parameter("axis", .integer)], "With a new axis of size 1.",
      "unsqueeze([1, 2], 0)"
    ) { array, call in try array.unsqueeze(call.integer(1)) },
    arrangement(
      "broadcast", [.rest("shape")], "Repeated to a shape.", "broadcast([1, 2], 3, 2)"
    ) { array, call in try array.broadcast(to: call.shape(1)) },
    NumberFunction.make(
      "shape", [lists], doc: "The sizes of nested lists or of a tensor, axis by axis.",
      example: "shape([[1, 2, 3], [4, 5, 6]])"
    ) { call in .list(try call.shaped(0).shape.map { .number(Double($0)) }) },
    NumberFunction.make(
      "flatten", [lists], doc: "All items of nested lists in one list.",
      example: "flatten([[1, 2], [3, [4]]])"
    ) { call in
      var items: [Value] = []
      try flatten(call[0], into: &items)
      return .list(items)
    },
  ]

  private static let lists = Parameter("x", .oneOf([.list(.any), .range, .object("tensor")]))

  private static func flatten(_ value: Value, into items: inout [Value]) throws {
    switch value {
    case .list(let parts): for part in parts { try flatten(part, into: &items) }
    case .range:
      var elements = try ElementIterator(value)
      items += try elements.all()
    default: items.append(value)
    }
    try Limits.checkList(items.count)
  }

  private static func shaped(_ array: ShapedArray<Value>) throws -> Value { array.value { $0 } }

  private static func arrangement(
    _ name: String, _ parameters: [Parameter], _ doc: String, _ example: String,
    _ body: @escaping @Sendable (ShapedArray<Value>, Call) throws -> ShapedArray<Value>
  ) -> Builtin {
    NumberFunction.make(name, [lists] + parameters, doc: doc, example: example) { call in
      try shaped(body(call.shaped(0), call))
    }
  }

  private static func product(
    _ name: String, _ doc: String, _ example: String,
    _ body: @escaping @Sendable (NumberArray, NumberArray) throws -> NumberArray
  ) -> Builtin {
    NumberFunction.make(
      name, [NumberFunction.x, NumberFunction.other], doc: doc, example: example, operands: 2
    ) { call in try body(call.numbers(0), call.numbers(1)).value }
  }

  private static func joining(
    _ name: String, _ doc: String, _ example: String,
    _ body: @escaping @Sendable ([ShapedArray<Value>], Int) throws -> ShapedArray<Value>
  ) -> Builtin {
    NumberFunction.make(
      name, [.rest("lists", lists.type), Parameter("axis", .integer, default: 0)], doc: doc,
      example: example
    ) { call in
      var values = try call.list(0)
      if values.count == 1, case .list(let items) = values[0], items.contains(where: \.hasItems) {
        values = items
      }
      let arrays = try values.map { value in
        do {
          return try ShapedArray(value, of: name, "lists") { $0 }
        } catch let fault as Fault {
          throw fault.at(.argument(0))
        }
      }
      return try shaped(body(arrays, call.integer(1)))
    }
  }
}

extension Value {
  fileprivate var hasItems: Bool {
    switch self {
    case .list, .range: true
    default: false
    }
  }
}
