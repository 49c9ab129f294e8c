import Figures
import Script
import Syntax
import Tensors

/// An f32 tensor in a script.
final class TensorObject: FamilyObject {
  let tensor: Tensor

  init(_ tensor: Tensor) {
    self.tensor = tensor
  }

  /// A result as scripts see it: a tensor of rank 0 is a plain number.
  static func value(_ tensor: Tensor) -> Value {
    tensor.rank == 0 ? .float(tensor.values[0]) : .object(TensorObject(tensor))
  }

  static let family = MemberFamily(
    "tensor",
    properties: [
      ("shape", "its sizes, axis by axis"),
      ("rank", "how many axes it has"),
      ("size", "the number of elements"),
      ("dtype", "the type of its elements"),
      ("T", "its axes in reverse: a matrix transposed"),
    ], functions: TensorFunction.all.map(\.name),
    gives: ["shape": "list", "T": "tensor"])

  /// Its methods are functions as well, which help knows already.
  func method(_ name: String) -> Builtin? { TensorFunction.methods[name] }
  func function(_ name: String) -> Builtin? { TensorFunction.functions[name] }
  var memberNames: [String] {
    Self.family.properties.map(\.name) + TensorFunction.all.map(\.name)
  }

  func member(_ name: String) throws -> Value? {
    switch name {
    case "shape": return .list(tensor.shape.map { .number(Double($0)) })
    case "rank": return .number(Double(tensor.rank))
    case "size": return .number(Double(tensor.count))
    case "dtype": return .string("f32")
    case "T": return .object(TensorObject(try tensor.permute()))
    default: return nil
    }
  }

  // MARK: Elements

  var count: Int? { tensor.shape.first }

  func element(_ index: Int) throws -> Value { Self.value(try tensor.slice([.at(index)])) }

  func index(_ items: [IndexItem]) throws -> Value? {
    if items.count == 1, case .value(let chosen) = items[0] {
      return Self.value(try tensor.take(Self.indices(chosen)))
    }
    return Self.value(try tensor.slice(try items.map(Self.tensorIndex)))
  }

  /// The elements at the items become the value, broadcast over them.
  func settingIndex(_ items: [IndexItem], to value: Value) throws -> Value? {
    let indices = try items.map(Self.tensorIndex)
    // The flat positions of the chosen elements, found by slicing a tensor of positions.
    let numbers = try Tensor.arange(0, Double(tensor.count)).reshape(tensor.shape)
    guard tensor.count < 1 << 24 else {
      throw Fault("a tensor of \(tensor.count) elements is too large to assign to parts of")
    }
    let chosen = try numbers.slice(indices)
    let new = try Tensor(value).broadcast(to: chosen.shape)
    var result = tensor
    result.withMutableValues { values in
      for (position, value) in zip(chosen.values, new.values) { values[Int(position)] = value }
    }
    return .object(TensorObject(result))
  }

  private static func tensorIndex(_ item: IndexItem) throws -> TensorIndex {
    switch item {
    case .position(let position): return .at(position)
    case .slice(let lower, let upper, let step): return .range(lower, upper, step: step)
    case .name(let name):
      throw Fault("a tensor is indexed by numbers, not by \"\(name)\"", hint: "such as t[0, 2..5]")
    case .value:
      throw Fault("a list of indices can't be combined with others: write t[[0, 2]]")
    }
  }

  static func indices(_ value: Value) throws -> [Int] {
    try Tensor(value).values.map { value in
      guard let index = Int(exactly: value) else {
        throw Fault("\(value) is not a valid index", hint: "indices are whole numbers")
      }
      return index
    }
  }

  // MARK: Operators

  func binary(_ op: BinaryOperator, _ other: Value, isRight: Bool) throws -> Value? {
    guard let other = Tensor(numbers: other) else { return nil }
    let (left, right) = isRight ? (other, tensor) : (tensor, other)
    if op == .matrix {
      return Self.value(try Interrupt.stoppable { try .matmul(left, right) })
    }
    guard let operation = BinaryOperation(rawValue: op.rawValue) else { return nil }
    return Self.value(try Interrupt.stoppable { try .apply(operation, left, right) })
  }

  func negated() throws -> Value? {
    Self.value(try Interrupt.stoppable { try tensor.apply(.negate) })
  }

  func isEqual(to other: any HostObject) -> Bool {
    guard let other = other as? TensorObject else { return false }
    return tensor.shape == other.tensor.shape && tensor.values == other.tensor.values
  }

  func contains(_ value: Value) throws -> Bool? {
    guard case .number(let number) = value else { return nil }
    return tensor.withValues { $0.contains(Float(number)) }
  }

  // MARK: Text

  var text: String {
    let shape = tensor.shape.map(String.init).joined(separator: ", ")
    let statistics = summary.map {
      ", mean \(Numeral.short($0.mean)), std \(Numeral.short($0.std)), "
        + "min \(Numeral.short($0.min)), max \(Numeral.short($0.max))"
    }
    return "tensor [\(shape)] f32\(statistics ?? "")"
  }

  /// Reads the tensor where it is: showing it takes no copy.
  var figure: Figure {
    .tensor(
      TensorFigure(shape: tensor.shape, dtype: "f32", summary: summary) { [tensor] position in
        tensor.withValues { $0[position] }
      })
  }

  private var summary: TensorFigure.Summary? { tensor.withValues { TensorFigure.Summary($0) } }

  func writeJSON(to output: inout String) throws -> Bool {
    try JSONWriter.write(nested, to: &output)
    return true
  }

  /// The elements as nested lists.
  var nested: Value { get throws { try Self.nested(tensor.values[...], tensor.shape[...]) } }

  private static func nested(_ values: ArraySlice<Float>, _ shape: ArraySlice<Int>) throws -> Value
  {
    guard let first = shape.first else { return .float(values.first ?? 0) }
    let size = first == 0 ? 0 : values.count / first
    return .list(
      try (0..<first).map { index in
        if index & 0xFFFF == 0 { try Interrupt.check() }
        let start = values.startIndex + index * size
        return try nested(values[start..<start + size], shape.dropFirst())
      })
  }
}
