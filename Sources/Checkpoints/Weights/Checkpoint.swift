import Crypto
import Files
import Foundation
import Tensors

/// The tensors of a model folder, from one file or several.
package final class Checkpoint {
  package let files: [TensorFile]
  private let fileIndices: [String: Int]

  init(_ files: [TensorFile]) {
    self.files = files
    var fileIndices: [String: Int] = [:]
    for (index, file) in files.enumerated() {
      for name in file.entries.keys { fileIndices[name] = index }
    }
    self.fileIndices = fileIndices
  }

  package var names: [String] { fileIndices.keys.sorted() }

  package func entry(_ name: String) -> (file: TensorFile, entry: TensorFile.Entry)? {
    fileIndices[name].map { (files[$0], files[$0].entries[name]!) }
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
