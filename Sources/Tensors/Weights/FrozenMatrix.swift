import CKernels

/// A matrix of frozen weights [R, C], held once: products read it both ways.
///
/// No packed copy is kept: a product reads the matrix as it lies, the transpose included, about as fast
/// (`FrozenKernels.h` and `COneDNN.h` have the figures).
package final class FrozenMatrix: @unchecked Sendable {
  package let rows: Int
  package let columns: Int
  package let precision: Precision
  /// f32 values, or two of bf16 in the room of one.
  private let storage: Tensor

  package var shape: [Int] { [rows, columns] }

  /// Shares the tensor's values.
  package init(_ values: Tensor) {
    precondition(values.rank == 2, "a matrix has two dimensions, not \(values.shape)")
    (rows, columns) = (values.shape[0], values.shape[1])
    precision = .f32
    storage = values
  }

  /// - Parameter values: gives some of the rows, `[range.count, C]`; for bf16 a few at a time, so that the two forms
  ///   never stand beside each other.
  package init(shape: [Int], precision: Precision, values: (Range<Int>) -> Tensor) {
    precondition(shape.count == 2, "a matrix has two dimensions, not \(shape)")
    let (rows, columns) = (shape[0], shape[1])
    (self.rows, self.columns, self.precision) = (rows, columns, precision)
    guard precision == .bf16 else {
      storage = values(0..<rows)
      return
    }
    var halves = Tensor.uninitialized([(rows * columns + 1) / 2])
    halves.withMutableWords(UInt16.self) { out in
      let height = max(64, (1 << 20) / max(1, columns))
      for start in stride(from: 0, to: rows, by: height) {
        let range = start..<min(start + height, rows)
        let block = values(range)
        precondition(block.shape == [range.count, columns], "\(block.shape) for rows \(range)")
        block.round(into: out + start * columns)
      }
    }
    storage = halves
  }

  /// The values, widened where they are bf16: [R, C].
  package var values: Tensor {
    guard precision == .bf16 else { return storage }
    var result = Tensor.uninitialized(shape)
    let out = result.mutableBase
    Threads.parallel(rows * columns, grain: elementGrain) { range in
      kernel_widen_bf16(storage.halves + range.lowerBound, out + range.lowerBound, range.count)
    }
    return result
  }

  /// Writes one row, C values.
  func read(row: Int, into out: UnsafeMutablePointer<Float>) {
    precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
    switch precision {
    case .f32: out.update(from: storage.base + row * columns, count: columns)
    case .bf16: kernel_widen_bf16(storage.halves + row * columns, out, columns)
    }
  }

  /// The bytes that products read, for a hash that shows whether they moved.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try storage.withValues { values in
      let bytes = rows * columns * (precision == .f32 ? 4 : 2)
      return try body(UnsafeRawBufferPointer(start: values.baseAddress, count: bytes))
    }
  }

  /// c [m, n] = start + a [m, k] · b, where b is a stretch of this matrix's rows and columns, or its transpose.
  func multiply(
    _ a: MatrixView<Float>, rows: Range<Int>, columns: Range<Int>, isTransposed: Bool,
    start: Summand, into c: UnsafeMutablePointer<Float>, stride: Int, m: Int
  ) {
    let (n, k) =
      isTransposed ? (rows.count, columns.count) : (columns.count, rows.count)
    let offset = rows.lowerBound * self.columns + columns.lowerBound
    func view<Element>(_ values: UnsafePointer<Element>) -> MatrixView<Element> {
      MatrixView(start: values + offset, stride: self.columns, isTransposed: isTransposed)
    }
    switch precision {
    case .f32:
      Tensors.multiply(
        a, frozen: view(storage.base), start: start, into: c, stride: stride, m: m, n: n, k: k)
    case .bf16 where Precision.hasNativeBF16:
      Tensors.multiply(
        a, frozen: view(storage.halves), start: start, into: c, stride: stride, m: m, n: n, k: k)
    case .bf16:
      Tensors.multiply(
        a, widening: view(storage.halves), start: start, into: c, stride: stride, m: m, n: n, k: k)
    }
    withExtendedLifetime(storage) {}
  }
}

extension Tensor {
  /// Every value rounded to bf16.
  func round(into out: UnsafeMutablePointer<UInt16>) {
    Threads.parallel(count, grain: elementGrain) { range in
      kernel_round_bf16(base + range.lowerBound, out + range.lowerBound, range.count)
    }
  }
}
