/// What a frozen matrix [R, C] must do, whatever its format: the dense forms are `F32Storage` and
/// `BF16Storage`, and a format of blocks (Q8_0, Q4_K) is one more type that conforms. It need only
/// read its rows and give its bytes; products then widen it a block at a time, and a kernel of its
/// own may take their place.
package protocol FrozenStorage: Sendable {
  var rows: Int { get }
  var columns: Int { get }
  /// What its values are, or are widened to.
  var precision: Precision { get }

  /// Writes some values of a row in f32, `columns.count` of them: a row of an embedding, or a line
  /// of the block that a product widens.
  func read(row: Int, columns: Range<Int>, into out: UnsafeMutablePointer<Float>)

  /// The bytes that products read, for a fingerprint.
  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R

  /// All values in f32, [R, C].
  var values: Tensor { get }

  /// c [m, n] = start + a [m, k] · part [k, n]: forward reads a matrix one way, its gradient the
  /// other.
  func multiply(
    _ a: MatrixView<Float>, by part: MatrixPart, start: Summand,
    into c: UnsafeMutablePointer<Float>, stride: Int, m: Int)
}

extension FrozenStorage {
  package var values: Tensor {
    var result = Tensor.uninitialized([rows, columns])
    let out = result.mutableBase
    Threads.parallel(rows, grain: rowGrain(columns)) { range in
      for row in range { read(row: row, columns: 0..<columns, into: out + row * columns) }
    }
    return result
  }

  package func multiply(
    _ a: MatrixView<Float>, by part: MatrixPart, start: Summand,
    into c: UnsafeMutablePointer<Float>, stride: Int, m: Int
  ) {
    multiplyWidening(a, by: part, start: start, into: c, stride: stride, m: m)
  }

  /// The product with blocks that are read row by row.
  func multiplyWidening(
    _ a: MatrixView<Float>, by part: MatrixPart, start: Summand,
    into c: UnsafeMutablePointer<Float>, stride: Int, m: Int
  ) {
    Kernels.multiply(a, start: start, into: c, stride: stride, m: m, n: part.n, k: part.k) {
      steps, columns, block in
      let (lines, values) = part.isTransposed ? (columns, steps) : (steps, columns)
      let first = part.columns.lowerBound + values.lowerBound
      for (index, line) in lines.enumerated() {
        read(
          row: part.rows.lowerBound + line, columns: first..<first + values.count,
          into: block + index * values.count)
      }
      return MatrixView(
        start: block, stride: max(1, values.count), isTransposed: part.isTransposed)
    }
  }
}
