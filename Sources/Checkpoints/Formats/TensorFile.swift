import Files
import Foundation
import Tensors

/// A file of named tensors, whatever its format: where each one is, and how it is read.
package class TensorFile {
  package let url: URL
  package let metadata: [String: String]
  package let entries: [String: Entry]
  /// Tensors of a type that no weight has, and the type: GPT-2's masks are such. They are never read.
  private let foreignTypes: [String: String]
  private let file: MappedFile

  /// What a format's reader found in a file; every range is inside it.
  struct Contents {
    var metadata: [String: String] = [:]
    var entries: [String: Entry] = [:]
    var foreignTypes: [String: String] = [:]
  }

  init(_ file: MappedFile, _ contents: Contents) {
    url = file.url
    self.file = file
    metadata = contents.metadata
    entries = contents.entries
    foreignTypes = contents.foreignTypes
  }

  /// Opens a file by the ending of its name: pickled tensors end in `.bin`.
  package static func open(_ url: URL) throws -> TensorFile {
    url.pathExtension == "bin" ? try PickledTensors(url) : try SafeTensors(url)
  }

  package struct Entry: Sendable {
    package let type: ElementType
    package let shape: [Int]
    /// Bytes of the file, from the first value to the last.
    package let range: Range<Int>
    /// Values from one index to the next along each axis, where they don't lie in the order of the shape.
    package var strides: [Int]?

    package var count: Int { shape.reduce(1, *) }
  }

  package enum ElementType: String, Sendable {
    case f32 = "F32"
    case f16 = "F16"
    case bf16 = "BF16"

    var size: Int { self == .f32 ? 4 : 2 }
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
    read(entry, shape: entry.shape, values: 0..<entry.count)
  }

  /// Some rows of a tensor, `[rows.count, …]`.
  func read(_ entry: Entry, rows: Range<Int>) -> Tensor {
    let width = entry.shape.dropFirst().reduce(1, *)
    return read(
      entry, shape: [rows.count] + entry.shape.dropFirst(),
      values: rows.lowerBound * width..<rows.upperBound * width)
  }

  /// Values are widened a stretch at a time and the file's pages let go after each: a checkpoint is
  /// never in memory together with what was made of it.
  private func read(_ entry: Entry, shape: [Int], values range: Range<Int>) -> Tensor {
    if let strides = entry.strides { return gather(entry, strides, shape: shape, values: range) }
    var tensor = Tensor.uninitialized(shape)
    let first = entry.range.lowerBound + range.lowerBound * entry.type.size
    tensor.withMutableValues { values in
      for start in stride(from: 0, to: range.count, by: Self.stretch) {
        let end = min(start + Self.stretch, range.count)
        let bytes = first + start * entry.type.size..<first + end * entry.type.size
        entry.type.widen(
          UnsafeRawBufferPointer(rebasing: file.bytes[bytes]),
          into: UnsafeMutableBufferPointer(rebasing: values[start..<end]))
        file.release(bytes)
      }
    }
    return tensor
  }

  /// Values that are read before their pages are let go.
  private static let stretch = 1 << 20

  /// Reads values one at a time from where their strides put them.
  private func gather(
    _ entry: Entry, _ strides: [Int], shape: [Int], values range: Range<Int>
  ) -> Tensor {
    var tensor = Tensor.uninitialized(shape)
    tensor.withMutableValues { values in
      for (position, index) in range.enumerated() {
        let start = entry.range.lowerBound + entry.offset(of: index, strides) * entry.type.size
        entry.type.widen(
          UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + entry.type.size]),
          into: UnsafeMutableBufferPointer(rebasing: values[position..<position + 1]))
      }
    }
    return tensor
  }

  /// Shows the bytes of a tensor in the order of its shape, a stretch at a time, each let go after it.
  func forEachStretch(of entry: Entry, _ body: (UnsafeRawBufferPointer) -> Void) {
    if let strides = entry.strides {
      for index in 0..<entry.count {
        let start = entry.range.lowerBound + entry.offset(of: index, strides) * entry.type.size
        body(UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + entry.type.size]))
      }
      return
    }
    for start in stride(from: entry.range.lowerBound, to: entry.range.upperBound, by: 4 << 20) {
      let range = start..<min(start + 4 << 20, entry.range.upperBound)
      body(UnsafeRawBufferPointer(rebasing: file.bytes[range]))
      file.release(range)
    }
  }
}

extension TensorFile.Entry {
  /// How many values into the range the value of a position in the order of the shape lies.
  fileprivate func offset(of index: Int, _ strides: [Int]) -> Int {
    var (rest, offset) = (index, 0)
    for axis in shape.indices.reversed() {
      offset += rest % shape[axis] * strides[axis]
      rest /= shape[axis]
    }
    return offset
  }
}

extension TensorFile.ElementType {
  fileprivate func widen(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Float>
  ) {
    switch self {
    case .f32: UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
    case .f16: HalfPrecision.widen(f16: source, into: target)
    case .bf16: HalfPrecision.widen(bf16: source, into: target)
    }
  }
}
