extension Int {
  /// The index among `count` items that a position means, negative ones counted from the end; nil where
  /// there is none.
  func index(among count: Int) -> Int? {
    let index = self < 0 ? count + self : self
    return (0..<count).contains(index) ? index : nil
  }

  /// The indices of `[lower..upper]` among `count` elements: negative counts from the end, an open end is
  /// the first or the last, and what lies outside is left out.
  static func indices(
    from lower: Int?, to upper: Int?, by step: Int, among count: Int
  ) -> StrideTo<Int> {
    func bound(_ value: Int?, open: Int) -> Int {
      guard let value else { return open }
      return Swift.min(Swift.max(value < 0 ? count + value : value, 0), count)
    }
    return Swift.stride(
      from: bound(lower, open: 0), to: bound(upper, open: count), by: Swift.max(1, step))
  }
}
