/// What a product c [m, n] is added to.
package enum Summand {
  case nothing
  /// One row [n] for all.
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

  /// Its values from a column of the result on, and the stride between their rows.
  func values(
    _ c: UnsafePointer<Float>, _ stride: Int, column: Int
  ) -> (start: UnsafePointer<Float>?, stride: Int) {
    switch self {
    case .nothing: (nil, 0)
    case .bias(let row): (row + column, 0)
    case .result: (c + column, stride)
    }
  }
}
