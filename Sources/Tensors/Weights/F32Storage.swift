/// A frozen matrix in f32, which products read as it is stored.
struct F32Storage: FrozenStorage {
  let values: Tensor

  /// Shares the tensor's values.
  init(_ values: Tensor) {
    precondition(values.rank == 2, "a matrix has two dimensions, not \(values.shape)")
    self.values = values
  }

  var rows: Int { values.shape[0] }
  var columns: Int { values.shape[1] }
  var precision: Precision { .f32 }

  func read(row: Int, columns: Range<Int>, into out: UnsafeMutablePointer<Float>) {
    out.update(
      from: values.base + row * self.columns + columns.lowerBound, count: columns.count)
  }

  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try values.withValues { try body(UnsafeRawBufferPointer($0)) }
  }

  func multiply(
    _ a: MatrixView<Float>, by part: MatrixPart, start: Summand,
    into c: UnsafeMutablePointer<Float>, stride: Int, m: Int
  ) {
    Kernels.multiply(
      a, frozen: part.view(of: values.base, width: columns), start: start, into: c, stride: stride,
      m: m, n: part.n, k: part.k)
    withExtendedLifetime(values) {}
  }
}
