import Foundation
import JSON
import Tensors

/// A safetensors file: an 8-byte length, a JSON header, then the tensors' bytes end to end.
///
/// The file is a stranger's: every length, offset and shape is checked before it is used.
package final class SafeTensors {
  package let url: URL
  package let metadata: [String: String]
  package let entries: [String: Entry]
  /// Tensors of a type that no weight has, and the type: GPT-2's masks are such. They are never read.
  private let foreignTypes: [String: String]
  private let file: MappedFile

  package struct Entry: Sendable {
    package let type: ElementType
    package let shape: [Int]
    /// Bytes of the file.
    package let range: Range<Int>
  }

  package enum ElementType: String, Sendable {
    case f32 = "F32"
    case f16 = "F16"
    case bf16 = "BF16"

    var size: Int { self == .f32 ? 4 : 2 }
  }

  /// The longest header that any real checkpoint needs, with room to spare.
  private static let headerLimit = 100 << 20

  package init(_ url: URL) throws {
    self.url = url
    let file = try MappedFile(url)
    self.file = file
    let bytes = file.bytes
    func fault(_ field: String, _ reason: String) -> CheckpointError {
      .malformed(file: url, field: field, reason: reason)
    }
    guard bytes.count >= 8 else {
      throw fault("header length", "the file has \(bytes.count) bytes, its first 8 hold a length")
    }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(bytes.count - 8), length <= Self.headerLimit else {
      throw fault(
        "header length", "\(length) bytes are announced, the file has \(bytes.count - 8) left")
    }
    let dataStart = 8 + Int(length)
    let header: JSONValue
    do {
      header = try JSONValue(parsing: Array(bytes[8..<dataStart]))
    } catch {
      throw fault("header", "\(error)")
    }
    guard let members = header.object else { throw fault("header", "is not a JSON object") }

    var metadata: [String: String] = [:]
    var entries: [String: Entry] = [:]
    var foreignTypes: [String: String] = [:]
    for member in members {
      if member.name == "__metadata__" {
        for item in member.value.object ?? [] { metadata[item.name] = item.value.string }
        continue
      }
      let entry = try Self.entry(
        member.value, dataStart: dataStart, fileSize: bytes.count,
        fault: { fault("tensor `\(member.name)`", $0) })
      guard let entry else {
        foreignTypes[member.name] = member.value["dtype"]?.string
        continue
      }
      guard entries.updateValue(entry, forKey: member.name) == nil else {
        throw fault("tensor `\(member.name)`", "stands in the header twice")
      }
    }
    try Self.checkOverlaps(entries, fault: fault)
    self.metadata = metadata
    self.entries = entries
    self.foreignTypes = foreignTypes
  }

  /// Whether the header has a tensor, of whatever type.
  func declares(_ name: String) -> Bool { entries[name] != nil || foreignTypes[name] != nil }

  /// Why a tensor isn't among `entries`.
  func fault(without name: String) -> CheckpointError {
    guard let type = foreignTypes[name] else { return .missingTensor(file: url, name: name) }
    return .malformed(
      file: url, field: "tensor `\(name)`",
      reason: "its dtype is \(type); weights are F32, F16 or BF16")
  }

  /// The tensor's values as f32, `shape` as the header has it.
  package func tensor(_ name: String) throws -> Tensor {
    guard let entry = entries[name] else { throw fault(without: name) }
    return read(entry)
  }

  package func read(_ entry: Entry) -> Tensor {
    read(entry, shape: entry.shape, values: 0..<entry.shape.reduce(1, *))
  }

  /// Some rows of a tensor, `[rows.count, …]`.
  func read(_ entry: Entry, rows: Range<Int>) -> Tensor {
    let width = entry.shape.dropFirst().reduce(1, *)
    return read(
      entry, shape: [rows.count] + entry.shape.dropFirst(),
      values: rows.lowerBound * width..<rows.upperBound * width)
  }

  /// Values are widened a stretch at a time and the file's pages let go behind each: a checkpoint is
  /// never in memory beside what was made of it.
  private func read(_ entry: Entry, shape: [Int], values range: Range<Int>) -> Tensor {
    var tensor = Tensor.uninitialized(shape)
    let first = entry.range.lowerBound + range.lowerBound * entry.type.size
    tensor.withMutableValues { values in
      for start in stride(from: 0, to: range.count, by: Self.stretch) {
        let end = min(start + Self.stretch, range.count)
        let bytes = first + start * entry.type.size..<first + end * entry.type.size
        let source = UnsafeRawBufferPointer(rebasing: file.bytes[bytes])
        let target = UnsafeMutableBufferPointer(rebasing: values[start..<end])
        switch entry.type {
        case .f32: UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
        case .f16: HalfPrecision.widen(f16: source, into: target)
        case .bf16: HalfPrecision.widen(bf16: source, into: target)
        }
        file.release(bytes)
      }
    }
    return tensor
  }

  /// Values that are read before their pages are let go.
  private static let stretch = 1 << 20

  /// Shows the bytes of a tensor a stretch at a time, each let go behind it.
  func forEachStretch(of entry: Entry, _ body: (UnsafeRawBufferPointer) -> Void) {
    for start in stride(from: entry.range.lowerBound, to: entry.range.upperBound, by: 4 << 20) {
      let range = start..<min(start + 4 << 20, entry.range.upperBound)
      body(UnsafeRawBufferPointer(rebasing: file.bytes[range]))
      file.release(range)
    }
  }

  private static func entry(
    _ value: JSONValue, dataStart: Int, fileSize: Int, fault: (String) -> CheckpointError
  ) throws -> Entry? {
    guard let typeName = value["dtype"]?.string else { throw fault("has no dtype") }
    guard let dimensions = value["shape"]?.array else { throw fault("has no shape") }
    guard let offsets = value["data_offsets"]?.array, offsets.count == 2,
      let start = offsets[0].int, let end = offsets[1].int
    else { throw fault("data_offsets must be two whole numbers") }
    let dataSize = fileSize - dataStart
    guard start >= 0, start <= end, end <= dataSize else {
      throw fault("data_offsets [\(start), \(end)] leave the file's \(dataSize) bytes of data")
    }
    guard dimensions.count <= 8 else { throw fault("has \(dimensions.count) dimensions") }
    var shape: [Int] = []
    var count = 1
    for dimension in dimensions {
      guard let size = dimension.int, size >= 0 else {
        throw fault("shape must be a list of whole numbers from 0")
      }
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      guard !overflows else { throw fault("the sizes in its shape multiply past 2^63") }
      shape.append(size)
      count = product
    }
    guard let type = ElementType(rawValue: typeName) else {
      let known = [
        "F64", "I64", "I32", "I16", "I8", "U64", "U32", "U16", "U8", "BOOL", "F8_E4M3", "F8_E5M2",
      ]
      if known.contains(typeName) { return nil }
      throw fault("dtype `\(typeName)` is not one that safetensors has")
    }
    let (size, overflows) = count.multipliedReportingOverflow(by: type.size)
    guard !overflows, size == end - start else {
      throw fault(
        "shape \(shape) of \(typeName) needs \(overflows ? "too many" : "\(size)") bytes, "
          + "data_offsets give \(end - start)")
    }
    return Entry(type: type, shape: shape, range: dataStart + start..<dataStart + end)
  }

  private static func checkOverlaps(
    _ entries: [String: Entry], fault: (String, String) -> CheckpointError
  ) throws {
    let sorted = entries.filter { !$0.value.range.isEmpty }
      .sorted { ($0.value.range.lowerBound, $0.key) < ($1.value.range.lowerBound, $1.key) }
    for (one, next) in zip(sorted, sorted.dropFirst())
    where one.value.range.upperBound > next.value.range.lowerBound {
      throw fault("tensor `\(next.key)`", "its bytes overlap those of `\(one.key)`")
    }
  }
}
