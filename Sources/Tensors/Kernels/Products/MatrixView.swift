/// A matrix inside a buffer: rows `stride` values apart.
struct MatrixView<Element> {
  let start: UnsafePointer<Element>
  let stride: Int
  var isTransposed = false

  /// The rows from one on.
  func from(row: Int) -> MatrixView { moved(by: row * (isTransposed ? 1 : stride)) }

  /// The columns from one on.
  func from(column: Int) -> MatrixView { moved(by: column * (isTransposed ? stride : 1)) }

  private func moved(by offset: Int) -> MatrixView {
    MatrixView(start: start + offset, stride: stride, isTransposed: isTransposed)
  }
}
