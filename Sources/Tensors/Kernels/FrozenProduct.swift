import CKernels

/// Rows that a product reads its matrix for as it passes by: packing them doesn't pay.
let fewRows = 1...16

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

extension MatrixView {
  /// The columns from one on.
  func from(column: Int) -> MatrixView {
    MatrixView(
      start: start + column * (isTransposed ? stride : 1), stride: stride,
      isTransposed: isTransposed)
  }
}
