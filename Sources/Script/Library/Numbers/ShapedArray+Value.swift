extension ShapedArray {
  /// Reads nested lists and ranges; `leaf` reads what is neither, and gives nil where it can't.
  ///
  /// - Parameters:
  ///   - name: the function, for messages.
  ///   - kind: what the leaves are: "numbers".
  init(
    _ value: Value, of name: String, _ kind: String, leaf: (Value) -> Element?
  ) throws {
    var elements: [Element] = []
    var path: [Int] = []
    let shape = try Self.read(value, name, kind, leaf, &path, &elements)
    self.init(shape, elements)
  }

  private static func read(
    _ value: Value, _ name: String, _ kind: String, _ leaf: (Value) -> Element?,
    _ path: inout [Int], _ elements: inout [Element]
  ) throws -> [Int] {
    let items: [Value]
    switch value {
    case .list(let list): items = list
    case .range:
      var iterator = try ElementIterator(value)
      items = try iterator.all()
    default:
      guard let element = leaf(value) else { throw wrongLeaf(value, name, kind, path) }
      elements.append(element)
      return []
    }
    elements.reserveCapacity(elements.count + items.count)
    var shape: [Int]?
    for (index, item) in items.enumerated() {
      path.append(index)
      let found = try read(item, name, kind, leaf, &path, &elements)
      path.removeLast()
      if let shape, shape != found { throw ragged(name, path, shape, index, found) }
      shape = found
    }
    return [items.count] + (shape ?? [])
  }

  private static func wrongLeaf(
    _ value: Value, _ name: String, _ kind: String, _ path: [Int]
  ) -> Fault {
    let place = path.isEmpty ? "" : "item \(path.map(String.init).joined(separator: ", ")) is "
    var hint: String?
    switch value {
    case .string where kind == "numbers": hint = "`num(text)` reads a number"
    case .none: hint = "leave it out: `filter(xs, x => x != none)`"
    default: break
    }
    return Fault(
      "`\(name)` takes \(kind)\(path.isEmpty ? ", not " : "; ")\(place)\(value.brief)", hint: hint)
  }

  private static func ragged(
    _ name: String, _ path: [Int], _ shape: [Int], _ index: Int, _ found: [Int]
  ) -> Fault {
    func item(_ index: Int) -> String { (path + [index]).map(String.init).joined(separator: ", ") }
    return Fault(
      "`\(name)` takes rows of one shape: item \(item(0)) has the shape \(shape), "
        + "item \(item(index)) the shape \(found)",
      hint: "give every row the same number of elements")
  }
}

extension NumberArray {
  /// A number, a range, or nested lists of numbers; true counts as 1.
  init(_ value: Value, of name: String) throws {
    try self.init(value, of: name, "numbers") { leaf in
      switch leaf {
      case .number(let number): number
      case .bool(let flag): flag ? 1 : 0
      default: nil
      }
    }
  }

  var value: Value { value { .number($0) } }
}

extension Call {
  /// An argument as numbers.
  func numbers(_ index: Int) throws -> NumberArray {
    do {
      return try NumberArray(self[index], of: builtin.name)
    } catch let fault as Fault {
      throw fault.at(.argument(index))
    }
  }

  /// An argument as values in rows of one shape, whatever they are.
  func shaped(_ index: Int) throws -> ShapedArray<Value> {
    do {
      return try ShapedArray(self[index], of: builtin.name, "lists") { $0 }
    } catch let fault as Fault {
      throw fault.at(.argument(index))
    }
  }

  /// A whole number or nil.
  package func optionalInteger(_ index: Int) throws -> Int? {
    has(index) ? try integer(index) : nil
  }

  /// A shape or axes: one number, a list of them, or several arguments.
  package func shape(_ index: Int) throws -> [Int] {
    var sizes: [Int] = []
    for value in try list(index) {
      let parts: [Value] = if case .list(let items) = value { items } else { [value] }
      for part in parts {
        guard case .number(let number) = part, let size = number.exactInt else {
          throw Fault(
            "a shape is made of whole numbers, not of \(part.brief)", hint: "such as [3, 4]",
            at: .argument(index))
        }
        sizes.append(size)
      }
    }
    return sizes
  }
}
