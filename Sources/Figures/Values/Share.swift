/// A share of some rows; where they are few, with how many of them: `0.6667 (2 of 3)`.
package struct Share {
  private let share: Double
  private let rows: Int

  /// From here on a share says by itself how sure it is.
  private static let few = 30

  package init(_ share: Double, of rows: Int) {
    self.share = share
    self.rows = rows
  }

  package var text: String { Numeral.short(share) + (counts.map { " (\($0))" } ?? "") }

  /// `2 of 3`, where they are few.
  package var counts: String? {
    guard share.isFinite, (1...Self.few).contains(rows) else { return nil }
    return "\(Int((share * Double(rows)).rounded())) of \(rows)"
  }
}
