import Crypto
import Files
import Foundation
import Tensors

/// The tensors of a model folder, from one file or several.
package final class Checkpoint {
  package let files: [TensorFile]
  private let places: [String: Int]

  init(_ files: [TensorFile]) {
    self.files = files
    var places: [String: Int] = [:]
    for (index, file) in files.enumerated() {
      for name in file.entries.keys { places[name] = index }
    }
    self.places = places
  }

  package var names: [String] { places.keys.sorted() }

  func entry(_ name: String) -> (file: TensorFile, entry: TensorFile.Entry)? {
    places[name].map { (files[$0], files[$0].entries[name]!) }
  }

  func declares(_ name: String) -> Bool { files.contains { $0.declares(name) } }

  /// Why a tensor isn't among `names`: said by the shard that has it in a type no weight has.
  func fault(without name: String) -> CheckpointError {
    let faults = files.map { $0.fault(without: name) }
    return faults.first { if case .malformed = $0 { true } else { false } } ?? faults[0]
  }

  /// SHA-256 of every tensor's name, type, shape and bytes, in the order of their names: the same for
  /// one file and for shards.
  package func fingerprint() -> String {
    var hash = SHA256()
    for name in names {
      let (file, entry) = entry(name)!
      hash.update(data: Data("\(name) \(entry.type.rawValue) \(entry.shape)\n".utf8))
      file.forEachStretch(of: entry) { hash.update(bufferPointer: $0) }
    }
    return hash.finalize().hexadecimal
  }
}

/// A checkpoint's tensors under an architecture's own names, with or without the wrapper's prefix.
final class PrefixedWeights: WeightSource {
  private let checkpoint: Checkpoint
  private let prefix: String

  /// - Parameter prefixes: what a checkpoint of the whole model puts in front (`transformer.`), then one
  ///   of a part of it; one of the bare body has none. `probe` is a tensor that tells which.
  package init(_ checkpoint: Checkpoint, prefixes: [String], probe: String) {
    self.checkpoint = checkpoint
    prefix = prefixes.first { checkpoint.declares($0 + probe) } ?? ""
  }

  private func find(_ name: String) -> (file: TensorFile, entry: TensorFile.Entry)? {
    checkpoint.entry(prefix + name) ?? checkpoint.entry(name)
  }

  package func contains(_ name: String) -> Bool { find(name) != nil }

  package func check(_ name: String, shape: [Int]) throws {
    guard let (file, entry) = find(name) else {
      throw checkpoint.fault(without: prefix + name)
    }
    guard entry.shape == shape else {
      throw CheckpointError.wrongShape(
        file: file.url, tensor: prefix + name, expected: shape, found: entry.shape)
    }
  }

  package func file(of name: String) -> URL? { find(name)?.file.url }

  package func checkedTensor(_ name: String, shape: [Int]) -> Tensor {
    let (file, entry) = find(name)!
    return file.read(entry)
  }

  package func checkedRows(_ name: String, shape: [Int], rows: Range<Int>) -> Tensor {
    let (file, entry) = find(name)!
    return file.read(entry, rows: rows)
  }
}
