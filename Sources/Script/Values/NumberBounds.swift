/// The numbers a field or a parameter takes; both ends are optional, open or closed.
package struct NumberBounds: Sendable, Equatable {
  package struct End: Sendable, Equatable {
    package let value: Double
    package let isIncluded: Bool
  }

  package let lower: End?
  package let upper: End?

  package static let all = NumberBounds(lower: nil, upper: nil)

  package static func from(_ lower: Double) -> NumberBounds {
    NumberBounds(lower: End(value: lower, isIncluded: true), upper: nil)
  }

  package static func above(_ lower: Double) -> NumberBounds {
    NumberBounds(lower: End(value: lower, isIncluded: false), upper: nil)
  }

  package static func between(_ lower: Double, _ upper: Double) -> NumberBounds {
    NumberBounds(
      lower: End(value: lower, isIncluded: true), upper: End(value: upper, isIncluded: true))
  }

  /// The same with its upper end left out.
  package func below(_ upper: Double) -> NumberBounds {
    NumberBounds(lower: lower, upper: End(value: upper, isIncluded: false))
  }

  /// The same with its upper end included.
  package func upTo(_ upper: Double) -> NumberBounds {
    NumberBounds(lower: lower, upper: End(value: upper, isIncluded: true))
  }

  package func contains(_ number: Double) -> Bool {
    guard number.isFinite else { return false }
    if let lower, number < lower.value || (number == lower.value && !lower.isIncluded) {
      return false
    }
    if let upper, number > upper.value || (number == upper.value && !upper.isIncluded) {
      return false
    }
    return true
  }

  /// ` from 0 to 1`, ` above 0`; empty for all numbers.
  package var phrase: String {
    var text = ""
    if let lower {
      text += (lower.isIncluded ? " from " : " above ") + NumberText.text(lower.value)
    }
    if let upper {
      text += upper.isIncluded ? (lower == nil ? " up to " : " to ") : " below "
      text += NumberText.text(upper.value)
    }
    return text
  }
}
