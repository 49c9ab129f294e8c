import CKernels

/// Products with a frozen matrix as it is stored.
extension Kernels {
  /// Rows that a product reads its matrix for as it passes by: packing them doesn't pay.
  private static let fewRows = 1...16

  /// c [m, n] = start + a [m, k] · b [k, n] for a frozen b; bf16 rounds a, sums are f32. a is not
  /// transposed, b may be.
  static func multiply<Element: FrozenElement>(
    _ a: MatrixView<Float>, frozen b: MatrixView<Element>, start: Summand, into c: Output,
    stride: Int, m: Int, n: Int, k: Int
  ) {
    guard m > 0, n > 0 else { return }
    precondition(!a.isTransposed, "the left side of a frozen product is stored in rows")
    if Element.packsRows, m > fewRows.upperBound, k > 0 {
      multiplyPacked(a, b, start: start, into: c, stride: stride, m: m, n: n, k: k)
      return
    }
    let adds = start.fill(c, stride, m: m, n: n)
    Element.withRows(a, m: m, k: k) { a in
      guard Element.readsFewRows, fewRows.contains(m), k > 0 else {
        Element.matmul(a, b, into: c, stride: stride, m: m, n: n, k: k, adds: adds)
        return
      }
      // Whole panels of the kernels'.
      Threads.parallelColumns(n, panel: 64, m: m, k: k) { columns in
        Element.multiplyFewRows(
          a.start, a.stride, b.from(column: columns.lowerBound).start, b.stride,
          b.isTransposed ? 1 : 0, c + columns.lowerBound, stride, m, columns.count, k, adds ? 1 : 0)
      }
    }
  }

  private static func multiplyPacked<Element: FrozenElement>(
    _ a: MatrixView<Float>, _ b: MatrixView<Element>, start: Summand, into c: Output, stride: Int,
    m: Int, n: Int, k: Int
  ) {
    let (height, width) = (Int(kernel_frozen_rows), Int(kernel_frozen_columns))
    let blocks = (m + height - 1) / height
    let panels = (n + width - 1) / width
    var packed = Tensor.uninitialized([Element.packedSize(m, k)])
    packed.withMutableWords(UInt32.self) { words in
      Threads.parallel(blocks, grain: rowGrain(height * k)) {
        Element.pack(a.start, a.stride, words, m, k, $0.lowerBound, $0.upperBound)
      }
      Threads.parallelGrid(
        rows: blocks, columns: panels, leastRows: 192 / height,
        grain: rowGrain(width * height * k / 16)
      ) { blocks, panels in
        let first = panels.lowerBound * width
        let (from, strideFrom) = start.values(c, stride, column: first)
        Element.multiplyPacked(
          words, m, blocks.lowerBound, blocks.upperBound, b.from(column: first).start, b.stride,
          b.isTransposed ? 1 : 0, from, strideFrom, c + first, stride,
          min(n, panels.upperBound * width) - first, k)
      }
    }
  }
}
