import Checkpoints
import Foundation
import ReferenceData
import Tensors
import XCTest

/// Files of torch.save: what torch loads from them is read, and nothing in them is run.
final class PickledTensorsTests: XCTestCase {
  private static let folder = ReferenceData.root.appendingPathComponent("pickles")
  private let scratch = FileManager.default.temporaryDirectory
    .appendingPathComponent("pts-pickle-\(UUID().uuidString).bin")

  override func tearDown() { try? FileManager.default.removeItem(at: scratch) }

  private func data(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: Self.folder.appendingPathComponent("\(name).bin")))
  }

  private func open(_ bytes: [UInt8]) throws -> TensorFile {
    try Data(bytes).write(to: scratch)
    return try PickledTensors(scratch)
  }

  func testWhatTorchWrote() throws {
    let expected = try SafeTensors(Self.folder.appendingPathComponent("expected.safetensors"))
    XCTAssertEqual(expected.entries.count, 11)
    for name in ["zip", "legacy", "protocol4", "parameters"] {
      let file = try TensorFile.open(Self.folder.appendingPathComponent("\(name).bin"))
      XCTAssertEqual(Set(file.entries.keys), Set(expected.entries.keys), name)
      for (tensor, entry) in expected.entries {
        XCTAssertEqual(file.entries[tensor]?.type, entry.type, "\(name) \(tensor)")
        XCTAssertEqual(
          try file.tensor(tensor), try expected.tensor(tensor), "\(name) \(tensor)")
      }
      assertMessage("tensor `double`", "its dtype is F64") { try file.tensor("double") }
      assertMessage("tensor `mask`", "its dtype is BOOL") { try file.tensor("mask") }
    }
  }

  /// A model's folder in pickles is the same model, with the same fingerprint.
  func testAModelFolder() throws {
    let folder = try EditedFolder("tiny")
    defer { folder.remove() }
    let before = try ReferenceData.model(folder.url)
    let weights = try SafeTensors(folder.source.appendingPathComponent("model.safetensors"))
    try folder.delete("model.safetensors")
    let names = weights.entries.keys.sorted()
    var pickle = Pickle()
    for name in names { pickle.add(name, try weights.tensor(name)) }
    try Data(pickle.file).write(to: folder.url.appendingPathComponent("pytorch_model.bin"))
    XCTAssertEqual(try ReferenceData.model(folder.url).fingerprint, before.fingerprint)

    // And in shards.
    try folder.delete("pytorch_model.bin")
    var map: [String: String] = [:]
    for (index, half) in [names.prefix(7), names.dropFirst(7)].enumerated() {
      var pickle = Pickle()
      for name in half {
        pickle.add(name, try weights.tensor(name))
        map[name] = "pytorch_model-0000\(index + 1)-of-00002.bin"
      }
      try Data(pickle.file).write(
        to: folder.url.appendingPathComponent("pytorch_model-0000\(index + 1)-of-00002.bin"))
    }
    try folder.configure("pytorch_model.bin.index.json") { $0["weight_map"] = map }
    XCTAssertEqual(try ReferenceData.model(folder.url).fingerprint, before.fingerprint)
  }

  /// Names that a pickle could run are refused by name.
  func testProgramsAreRefused() throws {
    func pickled(_ program: String) -> [UInt8] { Pickle.archive(Array(program.utf8), []) }
    for (program, name) in [
      ("cposix\nsystem\n(U\u{4}ls -tR.", "posix.system"),
      ("c__builtin__\neval\n(U\u{1}1tR.", "__builtin__.eval"),
      ("ctorch.storage\n_load_from_bytes\n(U\u{1}1tR.", "torch.storage._load_from_bytes"),
      ("ctorch._utils\n_rebuild_device_tensor_from_numpy\n.", "torch._utils"),
      ("ctorch\nload\n.", "torch.load"), ("ccollections\nCounter\n.", "collections.Counter"),
      ("U\u{2}osU\u{6}system\u{93}.", "os.system"),
    ] {
      let bytes = program.unicodeScalars.map { UInt8($0.value) }
      assertMessage("pickle", "asks for `\(name)", "nothing of it was run") {
        try open(Pickle.archive(bytes, []))
      }
    }
    for (program, words) in [
      ("i__main__\nX\n.", "opcode 0x69"), (")\u{81}.", "opcode 0x81"), ("", "cut short"),
      (".", "more from its stack"), ("(", "cut short"), ("(.", "more from its stack"),
      ("}U", "cut short"), ("h\u{1}.", "never made"), ("K\u{1}.", "not a dictionary of tensors"),
      ("]K\u{1}a.", "not a dictionary of tensors"), ("}K\u{1}a.", "not a list"),
      ("]K\u{1}K\u{1}s.", "not a dictionary"), ("}(K\u{1}u.", "not a dictionary"),
      ("}U\u{1}sU\u{1}kK\u{1}\u{86}Q.", "not a storage"), ("K\u{1})R.", "can't be called"),
      ("ccollections\nOrderedDict\nK\u{1}\u{85}R.", "something else than pairs"),
      ("ctorch._utils\n_rebuild_tensor_v2\n)R.", "something else than a storage"),
      ("ctorch._utils\n_rebuild_parameter\n)R.", "something else than a tensor"),
      ("K\u{1}}b.", "attributes"),
      ("}U\u{5}model}s.", "its tensors lie in `model`"),
    ] {
      let bytes = program.unicodeScalars.map { UInt8($0.value) }
      assertMessage(words) { try open(Pickle.archive(bytes, [])) }
    }
    // A list that holds itself is nobody's tensor, and is let go.
    XCTAssertEqual(
      try open(Pickle.archive(Array("}U\u{1}a]q\u{1}h\u{1}as.".utf8), [])).entries.count, 0)
    // A million values inside each other don't reach the end of the stack.
    let nested = Array("}U\u{1}a)".utf8) + [UInt8](repeating: 0x85, count: 1_000_000)
    XCTAssertEqual(try open(Pickle.archive(nested + Array("s.".utf8), [])).entries.count, 0)
    // A list that is read again and again.
    let pair: [UInt8] = [0x4B, 1, 0x4B, 1, 0x86]
    let list =
      Array("](".utf8) + (0..<1000).flatMap { _ in pair } + Array("eq\u{1}".utf8)
    let again = Array(
      repeating: Array("ccollections\nOrderedDict\nh\u{1}".utf8) + [0x85] + Array("R".utf8),
      count: 1000
    ).flatMap(\.self)
    assertMessage("copies more than it holds") {
      try open(Pickle.archive(list + again + Array(".".utf8), []))
    }
  }

  func testTensorsThatLeaveTheirStorage() throws {
    for (offset, shape, strides, isHonest) in [
      (0, [2, 3], [3, 1], true), (0, [3, 2], [1, 3], true), (5, [1], [1], true),
      (6, [0], [1], true),
      (1, [2, 3], [3, 1], false), (0, [2, 4], [4, 1], false), (0, [2, 3], [4, 1], false),
      (7, [0], [1], false), (0, [100], [0], false), (0, [7], [0], false),
      (0, [1 << 31, 1 << 31, 4], [0, 0, 0], false),
      (0, [1 << 40], [1 << 40], false), (1 << 40, [1], [1], false), (0, [3, 3], [1, 1], false),
    ] {
      var pickle = Pickle()
      pickle.add("a", Tensor((0..<6).map(Float.init), shape: [6]), offset, shape, strides)
      if isHonest {
        let file = try open(pickle.file)
        let expected = (0..<shape.reduce(1, *)).map { index in
          var (rest, at) = (index, offset)
          for axis in shape.indices.reversed() {
            at += rest % shape[axis] * strides[axis]
            rest /= shape[axis]
          }
          return Float(at)
        }
        XCTAssertEqual(try file.tensor("a").values, expected, "\(shape) \(strides)")
      } else {
        assertMessage("tensor `a`", "leaves the 6 values") { try open(pickle.file) }
      }
    }
    var pickle = Pickle()
    pickle.add("a", Tensor([1, 2], shape: [2]), count: 3)
    assertMessage("should have 3 values and has 8 bytes") { try open(pickle.file) }
    pickle = Pickle()
    pickle.add("a", Tensor([1, 2], shape: [2]))
    pickle.add("a", Tensor([1, 2], shape: [2]))
    assertMessage("tensor `a`: appears twice") { try open(pickle.file) }
    pickle = Pickle()
    let large = Tensor([Float](repeating: 1, count: 5000), shape: [5000])
    pickle.add("a", large)
    for index in 0..<40 { pickle.add("b\(index)", large, sharing: 0) }
    assertMessage("too many tensors share a storage") { try open(pickle.file) }
  }

  /// Broken at random, a file gives tensors inside its bytes or an error.
  func testMutants() throws {
    var random = SystemRandomNumberGenerator()
    for name in ["zip", "legacy", "protocol4", "parameters"] {
      let honest = try data(name)
      for _ in 0..<400 {
        var bytes = honest
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
        case 1:
          for _ in 0..<Int.random(in: 1...8, using: &random) {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
              in: 0...255, using: &random)
          }
        default:
          let place = Int.random(in: 0..<bytes.count, using: &random)
          bytes.replaceSubrange(
            place..<min(bytes.count, place + 4),
            with: [UInt8](repeating: Bool.random() ? 0xFF : 0, count: 4))
        }
        guard let file = try? open(bytes) else { continue }
        for tensor in file.entries.keys { _ = try file.tensor(tensor) }
      }
    }
  }
}

/// Writes a file as torch.save does, with whatever is said of its tensors.
private struct Pickle {
  private var program: [UInt8] = [0x80, 2, UInt8(ascii: "}")]
  private var storages: [[UInt8]] = []

  mutating func add(
    _ name: String, _ tensor: Tensor, _ offset: Int = 0, _ shape: [Int]? = nil,
    _ strides: [Int]? = nil, count: Int? = nil, sharing: Int? = nil
  ) {
    let shape = shape ?? tensor.shape
    let strides = strides ?? shape.indices.map { shape[($0 + 1)...].reduce(1, *) }
    if sharing == nil {
      storages.append(tensor.withValues { Array(UnsafeRawBufferPointer($0)) })
    }
    text(name)
    word("ctorch._utils\n_rebuild_tensor_v2\n((")
    text("storage")
    word("ctorch\nFloatStorage\n")
    text("\(sharing ?? storages.count - 1)")
    text("cpu")
    integer(count ?? tensor.count)
    word("tQ")
    integer(offset)
    word("(")
    for size in shape { integer(size) }
    word("t(")
    for step in strides { integer(step) }
    program += [UInt8(ascii: "t"), 0x89]
    word("ccollections\nOrderedDict\n)RtRs")
  }

  private mutating func word(_ text: String) { program += Array(text.utf8) }

  private mutating func text(_ text: String) {
    program.append(UInt8(ascii: "X"))
    program += withUnsafeBytes(of: UInt32(text.utf8.count).littleEndian) { Array($0) }
    word(text)
  }

  private mutating func integer(_ value: Int) {
    program += [0x8A, 8] + withUnsafeBytes(of: Int64(value).littleEndian) { Array($0) }
  }

  var file: [UInt8] { Self.archive(program + [UInt8(ascii: ".")], storages) }

  /// A zip archive of a pickle and its storages, stored as they are.
  static func archive(_ pickle: [UInt8], _ storages: [[UInt8]]) -> [UInt8] {
    let members =
      [("archive/data.pkl", pickle)]
      + storages.enumerated().map { ("archive/data/\($0)", $1) }
    func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
      withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
    var (file, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, data) in members {
      let sizes = bytes(UInt32(data.count)) + bytes(UInt32(data.count))
      let common = [UInt8](repeating: 0, count: 10) + bytes(UInt32(0)) + sizes
      let offset = UInt32(file.count)
      file += bytes(UInt32(0x0403_4B50)) + common + bytes(UInt16(name.utf8.count)) + [0, 0]
      file += Array(name.utf8) + data
      directory += bytes(UInt32(0x0201_4B50)) + [0, 0] + common + bytes(UInt16(name.utf8.count))
      directory += [UInt8](repeating: 0, count: 12) + bytes(offset) + Array(name.utf8)
    }
    let start = UInt32(file.count)
    let count = bytes(UInt16(members.count))
    return file + directory + bytes(UInt32(0x0605_4B50)) + [0, 0, 0, 0] + count + count
      + bytes(UInt32(directory.count)) + bytes(start) + [0, 0]
  }
}
