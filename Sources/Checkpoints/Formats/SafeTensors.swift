import Files
import Foundation
import JSON
import Tensors

/// A safetensors file: an 8-byte length, a JSON header, then the tensors' bytes end to end.
///
/// The file is untrusted: every length, offset and shape is checked before it is used.
package final class SafeTensors: TensorFile {
  /// The longest header that any real checkpoint needs, with room to spare.
  private static let headerLimit = 100 << 20

  package init(_ url: URL) throws {
    let file = try MappedFile(url)
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

    var contents = Contents()
    for member in members {
      if member.name == "__metadata__" {
        for item in member.value.object ?? [] { contents.metadata[item.name] = item.value.string }
        continue
      }
      let entry = try Self.entry(
        member.value, dataStart: dataStart, fileSize: bytes.count,
        fault: { fault("tensor `\(member.name)`", $0) })
      guard let entry else {
        contents.foreignTypes[member.name] = member.value["dtype"]?.string
        continue
      }
      guard contents.entries.updateValue(entry, forKey: member.name) == nil else {
        throw fault("tensor `\(member.name)`", "is in the header twice")
      }
    }
    try Self.checkOverlaps(contents.entries, fault: fault)
    super.init(file, contents)
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
