import CKernels

/// Products with frozen weights by our own kernels, for the numbers of rows where they are ahead of oneDNN.
///
/// oneDNN copies the matrix first, which costs as much as a few rows; our panels are copied beside the multiplications.
/// Beyond these rows the copy no longer counts.
enum FrozenProduct {
  private static let runs = kernel_has_avx512() != 0
  private static let runsHalves = kernel_has_bf16() != 0

  /// In f32 oneDNN leaves little to win, but where the matrix lies the other way round or is narrow: two threads of its
  /// own then do no more than one.
  static func isAhead(_ a: MatrixView, _ b: MatrixView, m: Int, n: Int, k: Int) -> Bool {
    runs && !a.isTransposed && (b.isTransposed || k > n) && 17...512 ~= m && k > 0
  }

  static func isAhead(_ a: MatrixView, _ b: HalfMatrixView, m: Int, n: Int, k: Int) -> Bool {
    runsHalves && !a.isTransposed && 17...384 ~= m && k > 0
  }

  /// c[m, n] = a[m, k] · b[k, n], or added to c.
  static func multiply(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Float>, stride: Int, m: Int,
    n: Int, k: Int, adds: Bool
  ) {
    var packed = Tensor.uninitialized([kernel_frozen_room(m, k)])
    packed.withMutableWords(UInt32.self) { words in
      pack(m, k) { kernel_pack_frozen(a.start, a.stride, words, m, k, $0, $1) }
      Threads.parallelColumns(n, panel: Int(kernel_frozen_columns), rows: m) { columns in
        kernel_multiply_frozen(
          words, b.start + columns.lowerBound * (b.isTransposed ? b.stride : 1), b.stride,
          b.isTransposed ? 1 : 0, c + columns.lowerBound, stride, m, columns.count, k,
          adds ? 1 : 0)
      }
    }
  }

  /// The same with a rounded to bf16; sums are f32.
  static func multiply(
    _ a: MatrixView, _ b: HalfMatrixView, into c: UnsafeMutablePointer<Float>, stride: Int, m: Int,
    n: Int, k: Int, adds: Bool
  ) {
    var packed = Tensor.uninitialized([kernel_frozen_room16(m, k)])
    packed.withMutableWords(UInt32.self) { words in
      pack(m, k) { kernel_pack_frozen16(a.start, a.stride, words, m, k, $0, $1) }
      Threads.parallelColumns(n, panel: Int(kernel_frozen_columns), rows: m) { columns in
        kernel_multiply_frozen16(
          words, b.start + columns.lowerBound * (b.isTransposed ? b.stride : 1), b.stride,
          b.isTransposed ? 1 : 0, c + columns.lowerBound, stride, m, columns.count, k,
          adds ? 1 : 0)
      }
    }
  }

  /// Stretches of the blocks of m rows.
  private static func pack(_ m: Int, _ k: Int, _ body: (_ first: Int, _ past: Int) -> Void) {
    let rows = kernel_frozen_rows
    Threads.parallel((m + rows - 1) / rows, grain: rowGrain(rows * k)) {
      body($0.lowerBound, $0.upperBound)
    }
  }
}
