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

/// Rows that a product reads its matrix for as it passes by: packing them doesn't pay.
private let fewRows = 1...16

/// What a product is added to.
enum Summand {
  case nothing
  /// One row for all.
  case bias(UnsafePointer<Float>)
  /// What the result held before.
  case result

  /// Writes a bias into c; whether a product is to be added to what c now holds.
  func fill(_ c: UnsafeMutablePointer<Float>, _ stride: Int, m: Int, n: Int) -> Bool {
    switch self {
    case .nothing: return false
    case .result: return true
    case .bias(let row):
      Threads.parallel(m, grain: rowGrain(n)) { rows in
        for index in rows { (c + index * stride).update(from: row, count: n) }
      }
      return true
    }
  }

  /// The first of its values and their stride, from a column of the result on.
  fileprivate func place(_ c: UnsafePointer<Float>, _ stride: Int) -> (UnsafePointer<Float>?, Int) {
    switch self {
    case .nothing: (nil, 0)
    case .bias(let row): (row, 0)
    case .result: (c, stride)
    }
  }

  fileprivate func from(column: Int) -> Summand {
    if case .bias(let row) = self { .bias(row + column) } else { self }
  }
}

/// c[m, n] = start + a · b for a frozen b; bf16 rounds a, sums are f32. a is not transposed.
func multiply<Element: FrozenElement>(
  _ a: MatrixView<Float>, frozen b: MatrixView<Element>, start: Summand,
  into c: UnsafeMutablePointer<Float>, stride: Int, m: Int, n: Int, k: Int
) {
  guard m > 0, n > 0 else { return }
  precondition(!a.isTransposed, "what is multiplied with frozen weights lies in rows")
  if Element.packsRows, m > fewRows.upperBound, k > 0 {
    multiplyPacked(a, b, start: start, into: c, stride: stride, m: m, n: n, k: k)
    return
  }
  let adds = start.fill(c, stride, m: m, n: n)
  Element.multiply(a, b, into: c, stride: stride, m: m, n: n, k: k, adds: adds)
}

private func multiplyPacked<Element: FrozenElement>(
  _ a: MatrixView<Float>, _ b: MatrixView<Element>, start: Summand,
  into c: UnsafeMutablePointer<Float>, stride: Int, m: Int, n: Int, k: Int
) {
  let (height, width) = (Int(kernel_frozen_rows), Int(kernel_frozen_columns))
  let blocks = (m + height - 1) / height
  let panels = (n + width - 1) / width
  var packed = Tensor.uninitialized([Element.room(m, k)])
  packed.withMutableWords(UInt32.self) { words in
    Threads.parallel(blocks, grain: rowGrain(height * k)) {
      Element.pack(a, m: m, k: k, blocks: $0, into: words)
    }
    Threads.parallelGrid(
      rows: blocks, columns: panels, leastRows: 192 / height,
      grain: rowGrain(width * height * k / 16)
    ) { blocks, panels in
      let columns = panels.lowerBound * width..<min(n, panels.upperBound * width)
      let first = columns.lowerBound
      Element.multiply(
        words, b.from(column: first), start: start.from(column: first), into: c + first,
        stride: stride, m: m, blocks: blocks,
        n: columns.count, k: k)
    }
  }
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
  /// The columns from one on.
  func from(column: Int) -> MatrixView {
    MatrixView(
      start: start + column * (isTransposed ? stride : 1), stride: stride,
      isTransposed: isTransposed)
  }

  /// Divides the columns of a product with m rows among the threads, in whole panels of the kernels for few rows.
  fileprivate func divideColumns(
    _ n: Int, m: Int, k: Int, _ body: (_ part: MatrixView, _ columns: Range<Int>) -> Void
  ) {
    Threads.parallelColumns(n, panel: 64, m: m, k: k) { body(from(column: $0.lowerBound), $0) }
  }
}
