/// A matrix of frozen weights [R, C], held once in the format of its storage: products read it both
/// ways.
///
/// No packed copy is kept: a product reads the matrix as it is stored, the transpose included,
/// about as fast (`FrozenKernels.h` and `COneDNN.h` have the measurements).
package final class FrozenMatrix: Sendable {
  private let storage: any FrozenStorage

  package init(_ storage: any FrozenStorage) {
    self.storage = storage
  }

  /// Shares the tensor's values.
  package convenience init(_ values: Tensor) {
    self.init(F32Storage(values))
  }

  /// - Parameter values: gives some of the rows, `[range.count, C]`; for bf16 a few at a time.
  package convenience init(shape: [Int], precision: Precision, values: (Range<Int>) -> Tensor) {
    precondition(shape.count == 2, "a matrix has two dimensions, not \(shape)")
    switch precision {
    case .f32: self.init(F32Storage(values(0..<shape[0])))
    case .bf16: self.init(BF16Storage(shape: shape, values: values))
    }
  }

  package var rows: Int { storage.rows }
  package var columns: Int { storage.columns }
  package var shape: [Int] { [rows, columns] }
  package var precision: Precision { storage.precision }

  /// All values in f32, [R, C].
  package var values: Tensor { storage.values }

  /// Writes one row in f32, C values.
  func read(row: Int, into out: UnsafeMutablePointer<Float>) {
    precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
    storage.read(row: row, columns: 0..<columns, into: out)
  }

  /// The bytes that products read, for a hash that shows whether they changed.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try storage.withBytes(body)
  }

  /// c [m, n] = start + a [m, k] · part [k, n].
  func multiply(
    _ a: MatrixView<Float>, by part: MatrixPart, start: Summand,
    into c: UnsafeMutablePointer<Float>, stride: Int, m: Int
  ) {
    storage.multiply(a, by: part, start: start, into: c, stride: stride, m: m)
  }
}
