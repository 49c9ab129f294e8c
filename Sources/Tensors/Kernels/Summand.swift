/// What a product is added to.
enum Summand {
  case nothing
  /// One row for all.
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

  /// The first of its values and their stride, from a column of the result on.
  func place(_ c: UnsafePointer<Float>, _ stride: Int) -> (UnsafePointer<Float>?, Int) {
    switch self {
    case .nothing: (nil, 0)
    case .bias(let row): (row, 0)
    case .result: (c, stride)
    }
  }

  func from(column: Int) -> Summand {
    if case .bias(let row) = self { .bias(row + column) } else { self }
  }
}
