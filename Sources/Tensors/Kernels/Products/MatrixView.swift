/// A matrix [m, n] inside a buffer: stored in rows `stride` values apart, or as its transpose [n,
/// m].
package struct MatrixView<Element> {
  package let start: UnsafePointer<Element>
  package let stride: Int
  package let isTransposed: Bool

  package init(start: UnsafePointer<Element>, stride: Int, isTransposed: Bool = false) {
    self.start = start
    self.stride = stride
    self.isTransposed = isTransposed
  }

  /// The rows from one on.
  func from(row: Int) -> MatrixView { moved(by: row * (isTransposed ? 1 : stride)) }

  /// The columns from one on.
  func from(column: Int) -> MatrixView { moved(by: column * (isTransposed ? stride : 1)) }

  private func moved(by offset: Int) -> MatrixView {
    MatrixView(start: start + offset, stride: stride, isTransposed: isTransposed)
  }
}
