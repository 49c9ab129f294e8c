import CKernels
import COneDNN

/// What the values of a frozen matrix are, and the kernels that multiply with them.
protocol FrozenElement {
  /// Whether our own kernels run here, and are ahead of oneDNN's: for a few rows, and for packed ones.
  static var readsFewRows: Bool { get }
  static var packsRows: Bool { get }
  /// Words that m packed rows of k values take.
  static func room(_ m: Int, _ k: Int) -> Int
  /// Packs some blocks of the rows of a [m, k].
  static func pack(
    _ a: MatrixView<Float>, m: Int, k: Int, blocks: Range<Int>,
    into packed: UnsafeMutablePointer<UInt32>)
  /// Some blocks of the rows of c [m, n] = start + a · b, on this thread.
  static func multiply(
    _ packed: UnsafePointer<UInt32>, _ b: MatrixView<Self>, start: Summand,
    into c: UnsafeMutablePointer<Float>, stride: Int, m: Int, blocks: Range<Int>, n: Int, k: Int)
  /// c[m, n] = a · b, or added to c, as it lies.
  static func multiply(
    _ a: MatrixView<Float>, _ b: MatrixView<Self>, into c: UnsafeMutablePointer<Float>, stride: Int,
    m: Int, n: Int, k: Int, adds: Bool)
}

extension Float: FrozenElement {
  static let readsFewRows = kernel_has_avx512() != 0
  static let packsRows = kernel_has_avx512() != 0

  static func room(_ m: Int, _ k: Int) -> Int { kernel_frozen_room(m, k) }

  static func pack(
    _ a: MatrixView<Float>, m: Int, k: Int, blocks: Range<Int>,
    into packed: UnsafeMutablePointer<UInt32>
  ) {
    kernel_pack_frozen(a.start, a.stride, packed, m, k, blocks.lowerBound, blocks.upperBound)
  }

  static func multiply(
    _ packed: UnsafePointer<UInt32>, _ b: MatrixView<Float>, start: Summand,
    into c: UnsafeMutablePointer<Float>, stride: Int, m: Int, blocks: Range<Int>, n: Int, k: Int
  ) {
    let (start, strideStart) = start.place(c, stride)
    kernel_multiply_frozen(
      packed, m, blocks.lowerBound, blocks.upperBound, b.start, b.stride, b.isTransposed ? 1 : 0,
      start, strideStart, c, stride, n, k)
  }

  static func multiply(
    _ a: MatrixView<Float>, _ b: MatrixView<Float>, into c: UnsafeMutablePointer<Float>,
    stride: Int,
    m: Int, n: Int, k: Int, adds: Bool
  ) {
    guard readsFewRows, fewRows.contains(m), k > 0 else {
      Tensors.multiply(a, b, into: c, stride: stride, m: m, n: n, k: k, beta: adds ? 1 : 0)
      return
    }
    b.divideColumns(n, m: m, k: k) { part, columns in
      kernel_few_rows(
        a.start, a.stride, part.start, part.stride, part.isTransposed ? 1 : 0,
        c + columns.lowerBound, stride, m, columns.count, k, adds ? 1 : 0)
    }
  }
}

/// The upper halves of f32 values: bf16.
extension UInt16: FrozenElement {
  static let readsFewRows = kernel_has_bf16() != 0
  /// oneDNN's matrix units (AMX) do several times what vectors do.
  static let packsRows = kernel_has_bf16() != 0 && !onednn_has_amx()

  static func room(_ m: Int, _ k: Int) -> Int { kernel_frozen_room16(m, k) }

  static func pack(
    _ a: MatrixView<Float>, m: Int, k: Int, blocks: Range<Int>,
    into packed: UnsafeMutablePointer<UInt32>
  ) {
    kernel_pack_frozen16(a.start, a.stride, packed, m, k, blocks.lowerBound, blocks.upperBound)
  }

  static func multiply(
    _ packed: UnsafePointer<UInt32>, _ b: MatrixView<UInt16>, start: Summand,
    into c: UnsafeMutablePointer<Float>, stride: Int, m: Int, blocks: Range<Int>, n: Int, k: Int
  ) {
    let (start, strideStart) = start.place(c, stride)
    kernel_multiply_frozen16(
      packed, m, blocks.lowerBound, blocks.upperBound, b.start, b.stride, b.isTransposed ? 1 : 0,
      start, strideStart, c, stride, n, k)
  }

  static func multiply(
    _ a: MatrixView<Float>, _ b: MatrixView<UInt16>, into c: UnsafeMutablePointer<Float>,
    stride: Int, m: Int, n: Int, k: Int, adds: Bool
  ) {
    var rounded = Tensor.uninitialized([(m * k + 1) / 2])
    rounded.withMutableWords(UInt16.self) { halves in
      Threads.parallel(m, grain: rowGrain(k)) { rows in
        for row in rows { kernel_round_bf16(a.start + row * a.stride, halves + row * k, k) }
      }
      guard readsFewRows, fewRows.contains(m), k > 0 else {
        Tensors.multiply(
          MatrixView(start: halves, stride: k), b, into: c, stride: stride, m: m, n: n, k: k,
          adds: adds)
        return
      }
      b.divideColumns(n, m: m, k: k) { part, columns in
        kernel_few_rows16(
          halves, k, part.start, part.stride, part.isTransposed ? 1 : 0, c + columns.lowerBound,
          stride, m, columns.count, k, adds ? 1 : 0)
      }
    }
  }
}

extension MatrixView {
  /// Divides the columns of a product with m rows among the threads, in whole panels of the kernels for few rows.
  fileprivate func divideColumns(
    _ n: Int, m: Int, k: Int, _ body: (_ part: MatrixView, _ columns: Range<Int>) -> Void
  ) {
    Threads.parallelColumns(n, panel: 64, m: m, k: k) { body(from(column: $0.lowerBound), $0) }
  }
}
