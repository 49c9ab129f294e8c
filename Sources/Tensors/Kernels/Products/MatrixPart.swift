/// A stretch of a matrix's rows and of its columns, or the transpose of that: the b [k, n] of a
/// product.
package struct MatrixPart {
  package let rows: Range<Int>
  package let columns: Range<Int>
  package let isTransposed: Bool

  var k: Int { isTransposed ? columns.count : rows.count }
  var n: Int { isTransposed ? rows.count : columns.count }

  /// The part of a matrix that is stored in rows of `width`.
  func view<Element>(of values: UnsafePointer<Element>, width: Int) -> MatrixView<Element> {
    MatrixView(
      start: values + rows.lowerBound * width + columns.lowerBound, stride: width,
      isTransposed: isTransposed)
  }
}
