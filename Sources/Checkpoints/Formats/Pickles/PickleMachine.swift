/// Reads what `torch.save` has pickled of tensors, and executes nothing.
///
/// A pickle is a program for a stack machine that can call any function of Python. This one knows the
/// opcodes that dictionaries of tensors are written with and the few names in `PickleFunction`; whatever else
/// a file asks for is refused by its name. Each opcode takes at least a byte and makes at most one value, so
/// that time and memory are bounded by the file's length.
struct PickleMachine {
  struct Fault: Error {
    let reason: String
  }

  private let bytes: UnsafeRawBufferPointer
  /// Of the next opcode.
  private(set) var position: Int
  private var stack: [PickleValue] = []
  /// How high the stack was at each mark.
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  /// Pairs that dictionaries were made of: a list can be read again and again.
  private var pairCount = 0
  private(set) var sequences: [[PickleValue]] = []
  private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []

  init(_ bytes: UnsafeRawBufferPointer, from position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// Runs to the end of one pickle and returns what it made.
  mutating func run() throws(Fault) -> PickleValue {
    (stack, marks, memo) = ([], [], [:])
    while true {
      let opcode = try byte()
      if opcode == UInt8(ascii: ".") { return try pop() }
      try step(opcode)
    }
  }

  private mutating func step(_ opcode: UInt8) throws(Fault) {
    switch opcode {
    case 0x80:
      let version = try byte()
      guard (2...5).contains(version) else {
        throw Fault(reason: "it is written in pickle's protocol \(version)")
      }
    case 0x95: _ = try take(8)
    case UInt8(ascii: "}"):
      dictionaries.append([])
      stack.append(.dictionary(dictionaries.count - 1))
    case UInt8(ascii: "]"): stack.append(.list(sequence([])))
    case UInt8(ascii: ")"): stack.append(.tuple(sequence([])))
    case UInt8(ascii: "("): marks.append(stack.count)
    case UInt8(ascii: "N"): stack.append(.none)
    case 0x88: stack.append(.bool(true))
    case 0x89: stack.append(.bool(false))
    case UInt8(ascii: "K"): stack.append(.integer(Int(try byte())))
    case UInt8(ascii: "M"): stack.append(.integer(try unsigned(2)))
    case UInt8(ascii: "J"):
      stack.append(.integer(Int(Int32(truncatingIfNeeded: try unsigned(4)))))
    case 0x8A: stack.append(try long(Int(try byte())))
    case UInt8(ascii: "G"):
      _ = try take(8)
      stack.append(.ignored)
    case UInt8(ascii: "X"), UInt8(ascii: "T"): stack.append(.string(try text(try unsigned(4))))
    case 0x8C, UInt8(ascii: "U"): stack.append(.string(try text(Int(try byte()))))
    case UInt8(ascii: "q"): memo[Int(try byte())] = try top()
    case UInt8(ascii: "r"): memo[try unsigned(4)] = try top()
    case 0x94: memo[memo.count] = try top()
    case UInt8(ascii: "h"): stack.append(try remembered(Int(try byte())))
    case UInt8(ascii: "j"): stack.append(try remembered(try unsigned(4)))
    case UInt8(ascii: "t"): stack.append(.tuple(sequence(try popToMark())))
    case 0x85, 0x86, 0x87: try makeTuple(Int(opcode) - 0x84)
    case UInt8(ascii: "a"):
      let value = try pop()
      try append([value])
    case UInt8(ascii: "e"): try append(try popToMark())
    case UInt8(ascii: "s"):
      let (value, key) = (try pop(), try pop())
      try set([key, value])
    case UInt8(ascii: "u"): try set(try popToMark())
    case UInt8(ascii: "c"): stack.append(try global(try line(), try line()))
    case 0x93:
      guard case .string(let name) = try pop(), case .string(let module) = try pop() else {
        throw Fault(reason: "it asks for something without a name")
      }
      stack.append(try global(module, name))
    case UInt8(ascii: "Q"): stack.append(.storage(try storage(try pop())))
    case UInt8(ascii: "R"):
      let (arguments, function) = (try pop(), try pop())
      stack.append(try call(function, arguments))
    case UInt8(ascii: "b"): try build()
    default:
      throw Fault(
        reason: "byte \(position - 1) is the opcode 0x\(String(opcode, radix: 16)), which "
          + "dictionaries of tensors don't need")
    }
  }

  // MARK: Bytes

  private mutating func take(_ count: Int) throws(Fault) -> Range<Int> {
    guard count <= bytes.count - position else { throw Fault(reason: "it is cut short") }
    position += count
    return position - count..<position
  }

  private mutating func byte() throws(Fault) -> UInt8 { bytes[try take(1).lowerBound] }

  /// A little-endian number of `count` bytes.
  private mutating func unsigned(_ count: Int) throws(Fault) -> Int {
    bytes[try take(count)].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private mutating func text(_ count: Int) throws(Fault) -> String {
    String(decoding: bytes[try take(count)], as: UTF8.self)
  }

  private mutating func line() throws(Fault) -> String {
    let start = position
    while try byte() != UInt8(ascii: "\n") {
      guard position - start < 256 else { throw Fault(reason: "it has a name of 256 bytes") }
    }
    return String(decoding: bytes[start..<position - 1], as: UTF8.self)
  }

  /// A signed number of `count` bytes; one that no size can be is never looked at.
  private mutating func long(_ count: Int) throws(Fault) -> PickleValue {
    let range = try take(count)
    guard count <= 8 else { return .ignored }
    var bits: UInt64 = 0
    for index in range.reversed() { bits = bits << 8 | UInt64(bytes[index]) }
    if count > 0, count < 8, bytes[range.upperBound - 1] >= 0x80 { bits |= ~0 << UInt64(8 * count) }
    return .integer(Int(Int64(bitPattern: bits)))
  }

  // MARK: The stack

  private func top() throws(Fault) -> PickleValue {
    guard let last = stack.last, stack.count > marks.last ?? 0 else { throw Self.underflow }
    return last
  }

  private mutating func pop() throws(Fault) -> PickleValue {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func popToMark() throws(Fault) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw Self.underflow }
    defer { stack.removeLast(stack.count - mark) }
    return Array(stack[mark...])
  }

  private static let underflow = Fault(reason: "it takes more from its stack than is there")

  private func remembered(_ key: Int) throws(Fault) -> PickleValue {
    guard let value = memo[key] else {
      throw Fault(reason: "it repeats a value that it never made")
    }
    return value
  }

  private mutating func sequence(_ values: [PickleValue]) -> Int {
    sequences.append(values)
    return sequences.count - 1
  }

  private mutating func makeTuple(_ count: Int) throws(Fault) {
    var values: [PickleValue] = []
    for _ in 0..<count { values.append(try pop()) }
    stack.append(.tuple(sequence(values.reversed())))
  }

  private mutating func append(_ values: [PickleValue]) throws(Fault) {
    guard case .list(let index) = try top() else {
      throw Fault(reason: "it appends to something that is not a list")
    }
    sequences[index] += values
  }

  private mutating func set(_ pairs: [PickleValue]) throws(Fault) {
    guard case .dictionary(let index) = try top(), pairs.count % 2 == 0 else {
      throw Fault(reason: "it sets items of something that is not a dictionary")
    }
    for position in stride(from: 0, to: pairs.count, by: 2) {
      dictionaries[index].append((pairs[position], pairs[position + 1]))
    }
  }

  /// The attributes of a dictionary, such as torch's versions of modules: no tensor is among them.
  private mutating func build() throws(Fault) {
    _ = try pop()
    guard case .dictionary = try top() else {
      throw Fault(reason: "it sets attributes of something that is not a dictionary")
    }
  }

  // MARK: Names

  private func global(_ module: String, _ name: String) throws(Fault) -> PickleValue {
    if let function = PickleFunction(module, name) { return .function(function) }
    if module == "torch", let element = PickledStorage.Element(rawValue: name) {
      return .storageType(element)
    }
    throw Fault(
      reason: "it asks for `\(module).\(name)`, which a file of tensors doesn't need; nothing of "
        + "it was run")
  }

  /// What `('storage', type, key, location, count)` means.
  private func storage(_ value: PickleValue) throws(Fault) -> PickledStorage {
    guard case .tuple(let index) = value, (5...6).contains(sequences[index].count),
      case .string("storage") = sequences[index][0],
      case .storageType(let element) = sequences[index][1],
      case .string(let key) = sequences[index][2],
      case .integer(let count) = sequences[index][4], count >= 0
    else { throw Fault(reason: "it refers to data that is not a storage of tensors") }
    if sequences[index].count == 6 {
      guard case .none = sequences[index][5] else {
        throw Fault(reason: "it refers to a view of a storage, as torch wrote before 1.0")
      }
    }
    return PickledStorage(element: element, key: key, count: count)
  }

  private mutating func call(
    _ function: PickleValue, _ arguments: PickleValue
  ) throws(Fault) -> PickleValue {
    guard case .function(let function) = function, case .tuple(let index) = arguments else {
      throw Fault(reason: "it calls something that can't be called")
    }
    let arguments = sequences[index]
    switch function {
    case .orderedDictionary:
      dictionaries.append(try pairs(arguments))
      return .dictionary(dictionaries.count - 1)
    case .rebuildTensor:
      guard arguments.count >= 4, case .storage(let storage) = arguments[0],
        case .integer(let offset) = arguments[1], let shape = sizes(arguments[2]),
        let strides = sizes(arguments[3]), shape.count == strides.count
      else { throw Fault(reason: "it makes a tensor of something else than a storage and sizes") }
      return .tensor(
        PickledTensor(storage: storage, offset: offset, shape: shape, strides: strides))
    case .rebuildParameter:
      guard let first = arguments.first, case .tensor = first else {
        throw Fault(reason: "it makes a parameter of something else than a tensor")
      }
      return first
    }
  }

  /// What an `OrderedDict` is made of: nothing, or a list of pairs.
  private mutating func pairs(
    _ arguments: [PickleValue]
  ) throws(Fault) -> [(key: PickleValue, value: PickleValue)] {
    guard let first = arguments.first else { return [] }
    guard case .list(let index) = first, arguments.count == 1 else {
      throw Fault(reason: "it makes a dictionary of something else than pairs")
    }
    pairCount += sequences[index].count
    guard pairCount <= bytes.count else { throw Fault(reason: "it copies more than it holds") }
    var pairs: [(PickleValue, PickleValue)] = []
    for element in sequences[index] {
      let index: Int
      switch element {
      case .list(let pair), .tuple(let pair): index = pair
      default: throw Fault(reason: "it makes a dictionary of something else than pairs")
      }
      guard sequences[index].count == 2 else {
        throw Fault(reason: "it makes a dictionary of something else than pairs")
      }
      pairs.append((sequences[index][0], sequences[index][1]))
    }
    return pairs
  }

  /// At most 8 whole numbers from 0.
  private func sizes(_ value: PickleValue) -> [Int]? {
    guard case .tuple(let index) = value, sequences[index].count <= 8 else { return nil }
    var sizes: [Int] = []
    for element in sequences[index] {
      guard case .integer(let size) = element, size >= 0 else { return nil }
      sizes.append(size)
    }
    return sizes
  }
}
