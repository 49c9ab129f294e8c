import Script
import Tensors

extension Tensor {
  /// A tensor, a number, a boolean, a range, or nested lists of them.
  init(_ value: Value) throws {
    guard let tensor = try Tensor(nested: value, depth: 0) else {
      let wrong = Self.other(in: value) ?? value
      let isText = if case .string = wrong { true } else { false }
      throw Fault(
        "a tensor is made of numbers, not of \(wrong.brief)",
        hint: isText ? "`num(text)` reads a number: `map(xs, num)`" : "such as [[1, 2], [3, 4]]")
    }
    self = tensor
  }

  /// The first value in nested lists that is no number.
  private static func other(in value: Value) -> Value? {
    switch value {
    case .number, .bool, .range: return nil
    case .object(let object): return object is TensorObject ? nil : value
    case .list(let items):
      for item in items { if let other = other(in: item) { return other } }
      return nil
    default: return value
    }
  }

  /// nil where the value holds anything but numbers.
  init?(numbers value: Value) {
    guard let tensor = try? Tensor(nested: value, depth: 0) else { return nil }
    self = tensor
  }

  private init?(nested value: Value, depth: Int) throws {
    switch value {
    case .number(let number): self = .scalar(Float(number))
    case .bool(let flag): self = .scalar(flag ? 1 : 0)
    case .object(let object as TensorObject): self = object.tensor
    case .range(let range):
      try Tensor.check([range.count])
      self = Tensor(
        (0..<range.count).map { Float(range.element($0)) }, shape: [range.count])
    case .list(let items):
      guard depth < 32 else { throw Fault("the lists are nested too deep for a tensor") }
      // A flat list of numbers is by far the commonest.
      let numbers = items.compactMap {
        if case .number(let number) = $0 { Float(number) } else { nil }
      }
      if numbers.count == items.count {
        self = Tensor(numbers, shape: [items.count])
        return
      }
      var parts: [Tensor] = []
      for item in items {
        guard let part = try Tensor(nested: item, depth: depth + 1) else { return nil }
        if let first = parts.first, first.shape != part.shape {
          throw TensorError.ragged(expected: first.shape, found: part.shape)
        }
        parts.append(part)
      }
      self = try .stack(parts)
    default: return nil
    }
  }
}

extension Call {
  /// An argument as a tensor.
  func tensor(_ index: Int) throws -> Tensor {
    do {
      return try Tensor(self[index])
    } catch let fault as Fault {
      throw Fault(fault.message, hint: fault.hint, at: .argument(index))
    }
  }
}
