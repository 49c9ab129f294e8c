/// One run of a grid.
package struct GridPoint: Sendable {
  package let index: Int
  package let count: Int
  /// Such as `lr 0.03`.
  package let label: String
}
