/// A frozen matrix in bf16. With native bf16 instructions products round what they multiply it by;
/// elsewhere they widen it as they read it.
struct BF16Storage: FrozenStorage {
  let rows: Int
  let columns: Int
  /// Two values of bf16 in the memory of one of f32.
  private let storage: Tensor

  /// - Parameter values: gives some of the rows, `[range.count, C]`, a few at a time, so that the
  ///   two forms never exist side by side.
  init(shape: [Int], values: (Range<Int>) -> Tensor) {
    precondition(shape.count == 2, "a matrix has two dimensions, not \(shape)")
    let (rows, columns) = (shape[0], shape[1])
    (self.rows, self.columns) = (rows, columns)
    var halves = Tensor.uninitialized([(rows * columns + 1) / 2])
    halves.withMutableWords(UInt16.self) { out in
      let height = max(64, (1 << 20) / max(1, columns))
      for start in stride(from: 0, to: rows, by: height) {
        let range = start..<min(start + height, rows)
        let block = values(range)
        precondition(block.shape == [range.count, columns], "\(block.shape) for rows \(range)")
        Kernels.round(block.base, into: out + start * columns, count: block.count)
        withExtendedLifetime(block) {}
      }
    }
    storage = halves
  }

  var precision: Precision { .bf16 }

  func read(row: Int, columns: Range<Int>, into out: UnsafeMutablePointer<Float>) {
    Kernels.widen(
      storage.halves + row * self.columns + columns.lowerBound, into: out, count: columns.count)
  }

  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try storage.withValues { values in
      try body(UnsafeRawBufferPointer(start: values.baseAddress, count: 2 * rows * columns))
    }
  }

  func multiply(
    _ a: MatrixView<Float>, by part: MatrixPart, start: Summand,
    into c: UnsafeMutablePointer<Float>, stride: Int, m: Int
  ) {
    let b = part.view(of: storage.halves, width: columns)
    if Precision.hasNativeBF16 {
      Kernels.multiply(
        a, frozen: b, start: start, into: c, stride: stride, m: m, n: part.n, k: part.k)
    } else if Kernels.widensInRegisters(m: m, k: part.k) {
      Kernels.multiplyFewRows(
        a, widening: b, start: start, into: c, stride: stride, m: m, n: part.n, k: part.k)
    } else {
      multiplyWidening(a, by: part, start: start, into: c, stride: stride, m: m)
    }
    withExtendedLifetime(storage) {}
  }
}
