/// The tensors that a pickle names, and where their storages lie.
struct SavedTensors {
  struct Fault: Error {
    let field: String
    let reason: String
  }

  private let named: [(name: String, tensor: PickledTensor)]
  private let range: (PickledStorage) -> Range<Int>?

  /// - Parameter range: the bytes of a storage.
  init(
    named: [(name: String, tensor: PickledTensor)],
    range: @escaping (PickledStorage) -> Range<Int>?
  ) {
    self.named = named
    self.range = range
  }

  init(
    _ value: PickleValue, _ machine: PickleMachine,
    range: @escaping (PickledStorage) -> Range<Int>?
  ) throws(Fault) {
    self.init(named: try Self.tensors(value, machine), range: range)
  }

  /// The tensors of a dictionary, by their names. Other values in it are passed over.
  static func tensors(
    _ value: PickleValue, _ machine: PickleMachine
  ) throws(Fault) -> [(name: String, tensor: PickledTensor)] {
    guard case .dictionary(let index) = value else {
      throw Fault(field: "pickle", reason: "it is not a dictionary of tensors")
    }
    var named: [(String, PickledTensor)] = []
    var known: Set<String> = []
    var inner: String?
    for case (.string(let name), let value) in machine.dictionaries[index] {
      switch value {
      case .tensor(let tensor):
        guard known.insert(name).inserted else {
          throw Fault(field: "tensor `\(name)`", reason: "appears twice")
        }
        named.append((name, tensor))
      case .dictionary: inner = inner ?? name
      default: break
      }
    }
    if named.isEmpty, let inner {
      throw Fault(
        field: "pickle",
        reason: "its tensors lie in `\(inner)`: it is a trainer's checkpoint; save the model alone")
    }
    return named
  }

  /// How many times the file's bytes all its tensors together may be: some share a storage, as tied weights
  /// do, but not without end.
  private static let sharing = 16

  func contents(of fileSize: Int) throws(Fault) -> TensorFile.Contents {
    var contents = TensorFile.Contents()
    var total = 0
    for (name, tensor) in named {
      let element = tensor.storage.element
      guard let type = TensorFile.ElementType(rawValue: element.typeName) else {
        contents.foreignTypes[name] = element.typeName
        continue
      }
      let entry = try entry(tensor, type, field: "tensor `\(name)`")
      // No single one is larger than the file.
      total += entry.count * type.size
      guard total <= Self.sharing * fileSize else {
        throw Fault(
          field: "tensor `\(name)`", reason: "too many tensors share a storage with it")
      }
      contents.entries[name] = entry
    }
    return contents
  }

  private func entry(
    _ tensor: PickledTensor, _ type: TensorFile.ElementType, field: String
  ) throws(Fault) -> TensorFile.Entry {
    let (storage, shape) = (tensor.storage, tensor.shape)
    guard let bytes = range(storage) else {
      throw Fault(field: field, reason: "its storage `\(storage.key)` is not in the file")
    }
    guard storage.count <= bytes.count / type.size else {
      throw Fault(
        field: field,
        reason: "its storage `\(storage.key)` should have \(storage.count) values and has "
          + "\(bytes.count) bytes")
    }
    // How many values it has, and how far apart its first and its last one are.
    var (count, reach, isTooLarge) = (1, 0, false)
    for (size, step) in zip(shape, tensor.strides) {
      let product = count.multipliedReportingOverflow(by: size)
      let further = max(0, size - 1).multipliedReportingOverflow(by: step)
      let sum = reach.addingReportingOverflow(further.partialValue)
      isTooLarge = isTooLarge || product.overflow || further.overflow || sum.overflow
      (count, reach) = (product.partialValue, sum.partialValue)
    }
    let span = count == 0 ? 0 : reach &+ 1
    guard !isTooLarge, count <= storage.count, reach < .max, tensor.offset >= 0,
      span <= storage.count, tensor.offset <= storage.count - span
    else {
      throw Fault(
        field: field,
        reason: "shape \(shape) with strides \(tensor.strides) from \(tensor.offset) leaves the "
          + "\(storage.count) values of its storage")
    }
    let start = bytes.lowerBound + tensor.offset * type.size
    return TensorFile.Entry(
      type: type, shape: shape, range: start..<start + span * type.size,
      strides: Self.isInOrder(shape, tensor.strides) ? nil : tensor.strides)
  }

  /// Whether the values lie in the order of the shape, without gaps.
  private static func isInOrder(_ shape: [Int], _ strides: [Int]) -> Bool {
    var next = 1
    for (size, step) in zip(shape, strides).reversed() where size != 1 {
      if size == 0 { return true }
      guard step == next else { return false }
      next *= size
    }
    return true
  }
}
