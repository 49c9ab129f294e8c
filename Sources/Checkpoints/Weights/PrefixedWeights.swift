import Foundation
import Tensors

/// A checkpoint's tensors under an architecture's own names, with or without the wrapper's prefix.
package final class PrefixedWeights: WeightSource {
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
