import CKernels
import COneDNN

/// What the values of a frozen matrix are, and the kernels that multiply with them.
protocol FrozenElement {
  /// Whether our own kernels run here, and are ahead of oneDNN's: for a few rows, and for packed
  /// ones.
  static var readsFewRows: Bool { get }
  static var packsRows: Bool { get }

  /// The functions of `FrozenKernels.h` and `FewRowKernels.h`.
  static var packedSize: (_ m: Int, _ k: Int) -> Int { get }
  static var pack: PackKernel { get }
  static var multiplyPacked: PackedKernel<Self> { get }
  static var multiplyFewRows: FewRowsKernel<Self> { get }

  /// Gives the rows of a [m, k] in this type.
  static func withRows(
    _ a: MatrixView<Float>, m: Int, k: Int, _ body: (MatrixView<Self>) -> Void)
  /// c[m, n] = a · b, or added to c, by oneDNN.
  static func matmul(
    _ a: MatrixView<Self>, _ b: MatrixView<Self>, into c: UnsafeMutablePointer<Float>, stride: Int,
    m: Int, n: Int, k: Int, adds: Bool)
}

typealias PackKernel = (
  _ a: UnsafePointer<Float>, _ stride: Int, _ packed: UnsafeMutablePointer<UInt32>, _ m: Int,
  _ k: Int, _ first: Int, _ past: Int
) -> Void

typealias PackedKernel<Element> = (
  _ packed: UnsafePointer<UInt32>, _ m: Int, _ first: Int, _ past: Int, _ b: UnsafePointer<Element>,
  _ strideB: Int, _ transposed: Int32, _ start: UnsafePointer<Float>?, _ strideStart: Int,
  _ c: UnsafeMutablePointer<Float>, _ strideC: Int, _ n: Int, _ k: Int
) -> Void

typealias FewRowsKernel<Element> = (
  _ a: UnsafePointer<Element>, _ strideA: Int, _ b: UnsafePointer<Element>, _ strideB: Int,
  _ transposed: Int32, _ c: UnsafeMutablePointer<Float>, _ strideC: Int, _ m: Int, _ n: Int,
  _ k: Int, _ adds: Int32
) -> Void

extension Float: FrozenElement {
  static let readsFewRows = kernel_has_avx512() != 0
  static let packsRows = readsFewRows

  static var packedSize: (Int, Int) -> Int { kernel_frozen_packed_size }
  static var pack: PackKernel { kernel_pack_frozen }
  static var multiplyPacked: PackedKernel<Float> { kernel_multiply_frozen }
  static var multiplyFewRows: FewRowsKernel<Float> { kernel_few_rows }

  static func withRows(
    _ a: MatrixView<Float>, m: Int, k: Int, _ body: (MatrixView<Float>) -> Void
  ) {
    body(a)
  }

  static func matmul(
    _ a: MatrixView<Float>, _ b: MatrixView<Float>, into c: UnsafeMutablePointer<Float>,
    stride: Int, m: Int, n: Int, k: Int, adds: Bool
  ) {
    Kernels.matmul(a, b, into: c, stride: stride, m: m, n: n, k: k, beta: adds ? 1 : 0)
  }
}

/// The upper halves of f32 values: bf16.
extension UInt16: FrozenElement {
  static let readsFewRows = Precision.hasNativeBF16
  /// oneDNN's matrix units (AMX) do several times what vectors do.
  static let packsRows = readsFewRows && !onednn_has_amx()

  static var packedSize: (Int, Int) -> Int { kernel_frozen_packed_size16 }
  static var pack: PackKernel { kernel_pack_frozen16 }
  static var multiplyPacked: PackedKernel<UInt16> { kernel_multiply_frozen16 }
  static var multiplyFewRows: FewRowsKernel<UInt16> { kernel_few_rows16 }

  /// Rounded.
  static func withRows(
    _ a: MatrixView<Float>, m: Int, k: Int, _ body: (MatrixView<UInt16>) -> Void
  ) {
    var rounded = Tensor.uninitialized([(m * k + 1) / 2])
    rounded.withMutableWords(UInt16.self) { halves in
      Threads.parallel(m, grain: rowGrain(k)) { rows in
        for row in rows { kernel_round_bf16(a.start + row * a.stride, halves + row * k, k) }
      }
      body(MatrixView(start: halves, stride: k))
    }
  }

  static func matmul(
    _ a: MatrixView<UInt16>, _ b: MatrixView<UInt16>, into c: UnsafeMutablePointer<Float>,
    stride: Int, m: Int, n: Int, k: Int, adds: Bool
  ) {
    Kernels.matmul(a, b, into: c, stride: stride, m: m, n: n, k: k, adds: adds)
  }
}
