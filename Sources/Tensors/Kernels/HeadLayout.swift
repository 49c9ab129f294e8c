/// Where the heads of a variable [N, C] are: head h takes `size` columns from `first` + h ·
/// `stride`.
package struct HeadLayout: Sendable {
  package let count: Int
  package let size: Int
  package let first: Int
  package let stride: Int

  /// - Parameter stride: `size` where it is nil: head after head.
  package init(count: Int, size: Int, first: Int = 0, stride: Int? = nil) {
    self.count = count
    self.size = size
    self.first = first
    self.stride = stride ?? size
  }

  var width: Int { count * size }
}
