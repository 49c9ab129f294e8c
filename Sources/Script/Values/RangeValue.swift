/// Whole numbers from `start`, `step` apart, before `end`.
package final class RangeValue: Sendable {
  package let start: Int
  package let end: Int
  /// Never 0.
  package let step: Int
  package let count: Int

  package init(start: Int, end: Int, step: Int = 1) {
    precondition(step != 0)
    self.start = start
    self.end = end
    self.step = step
    let isEmpty = step > 0 ? start >= end : start <= end
    count = isEmpty ? 0 : (abs(end - start) - 1) / abs(step) + 1
  }

  package func element(_ index: Int) -> Int { start + index * step }

  package func contains(_ number: Double) -> Bool {
    guard let whole = number.exactInt, count > 0 else { return false }
    let offset = whole - start
    return offset % step == 0 && offset / step >= 0 && offset / step < count
  }

  /// Bounds past this would lose whole numbers in a Double.
  static let largestBound = 1 << 53
}

extension Double {
  /// The number as an Int where it is whole and every Int near it has a Double of its own.
  var exactInt: Int? {
    guard abs(self) <= Double(RangeValue.largestBound), rounded(.towardZero) == self else {
      return nil
    }
    return Int(self)
  }
}
