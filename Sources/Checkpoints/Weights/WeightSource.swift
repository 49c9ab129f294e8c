import Foundation
import Tensors

/// Where weights come from: a checkpoint on disk, or a seed.
package protocol WeightSource: AnyObject {
  /// Whether its values are drawn, not read.
  var isDrawn: Bool { get }

  func contains(_ name: String) -> Bool
  /// Where a tensor is read from; nil where it is drawn.
  func file(of name: String) -> URL?
  /// Throws when the tensor is missing or has another shape.
  func check(_ name: String, shape: [Int]) throws
  /// The values of a tensor that `check` has let through.
  func checkedTensor(_ name: String, shape: [Int]) -> Tensor
  /// Some rows of them, `[rows.count, …]`.
  func checkedRows(_ name: String, shape: [Int], rows: Range<Int>) -> Tensor
}

extension WeightSource {
  package var isDrawn: Bool { false }

  package func tensor(_ name: String, shape: [Int]) throws -> Tensor {
    try check(name, shape: shape)
    return checkedTensor(name, shape: shape)
  }
}
