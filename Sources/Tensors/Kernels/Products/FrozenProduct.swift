import CKernels

/// Rows that a product reads its matrix for as it passes by: packing them doesn't pay.
private let fewRows = 1...16

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
  Element.withRows(a, m: m, k: k) { a in
    guard Element.readsFewRows, fewRows.contains(m), k > 0 else {
      Element.multiply(a, b, into: c, stride: stride, m: m, n: n, k: k, adds: adds)
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
      Element.pack(a.start, a.stride, words, m, k, $0.lowerBound, $0.upperBound)
    }
    Threads.parallelGrid(
      rows: blocks, columns: panels, leastRows: 192 / height,
      grain: rowGrain(width * height * k / 16)
    ) { blocks, panels in
      let first = panels.lowerBound * width
      let (from, strideFrom) = start.place(c, stride, column: first)
      Element.multiplyPacked(
        words, m, blocks.lowerBound, blocks.upperBound, b.from(column: first).start, b.stride,
        b.isTransposed ? 1 : 0, from, strideFrom, c + first, stride,
        min(n, panels.upperBound * width) - first, k)
    }
  }
}
