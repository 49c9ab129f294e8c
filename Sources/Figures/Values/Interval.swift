/// A finite stretch of the number line with something between its ends.
///
/// Invariant: `low < high`, both finite, and `high - low` finite too, so that no drawing has to
/// ask. Values past ±8e307 are drawn at the edge; spans too small for the arithmetic are widened.
struct Interval: Equatable {
  let low: Double
  let high: Double

  static let limit = 8e307

  init(_ a: Double, _ b: Double) {
    var low = Self.clamped(min(a, b))
    var high = Self.clamped(max(a, b))
    let size = max(abs(low), abs(high))
    if high - low <= size * 1e-9 || high - low < 1e-290 {
      let middle = low / 2 + high / 2
      let margin = size < 1e-280 ? 1 : size * 0.1
      low = Self.clamped(middle - margin)
      high = Self.clamped(middle + margin)
    }
    self.low = low
    self.high = high
  }

  /// 0 at `low`, 1 at `high`.
  func position(of value: Double) -> Double { (Self.clamped(value) - low) / (high - low) }

  private static func clamped(_ value: Double) -> Double {
    value.isNaN ? 0 : min(max(value, -limit), limit)
  }

  /// The interval of the finite values seen; 0 … 1 when there are none.
  struct Accumulator {
    private(set) var count = 0
    private var low = Double.infinity
    private var high = -Double.infinity

    mutating func add(_ value: Double) {
      guard value.isFinite else { return }
      count += 1
      low = min(low, value)
      high = max(high, value)
    }

    var interval: Interval { count == 0 ? Interval(0, 1) : Interval(low, high) }
  }
}
