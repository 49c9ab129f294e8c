extension Int {
  /// The place among `count` items that a position means, negative ones counted from the end; nil where
  /// there is none.
  func place(among count: Int) -> Int? {
    let place = self < 0 ? count + self : self
    return (0..<count).contains(place) ? place : nil
  }
}
