import Tensors

extension Tensor {
  /// The rows of a matrix.
  var rows: [[Float]] {
    let width = shape.last ?? 1
    return withValues { values in
      stride(from: 0, to: values.count, by: max(1, width)).map { Array(values[$0..<$0 + width]) }
    }
  }
}
