/// Why a regular expression is refused, and where.
package struct PatternFault: Error, Equatable, Sendable {
  enum Reason: Equatable, Sendable {
    case unsupported(String)
    case unexpectedEnd
    case unbalanced
    case unknownProperty(String)
    case emptyRange
    case tooLarge(limit: Int)
    case matchesNothing
  }

  let reason: Reason
  /// How many characters of the pattern come before what is refused; nil for the whole.
  package private(set) var position: Int?

  static func unsupported(_ syntax: String) -> PatternFault { .init(reason: .unsupported(syntax)) }
  static func unknownProperty(_ name: String) -> PatternFault {
    .init(reason: .unknownProperty(name))
  }
  static func tooLarge(limit: Int) -> PatternFault { .init(reason: .tooLarge(limit: limit)) }
  static let unexpectedEnd = PatternFault(reason: .unexpectedEnd)
  static let unbalanced = PatternFault(reason: .unbalanced)
  static let emptyRange = PatternFault(reason: .emptyRange)
  static let matchesNothing = PatternFault(reason: .matchesNothing)

  func at(_ position: Int) -> PatternFault {
    var fault = self
    fault.position = position
    return fault
  }
}

extension PatternFault: CustomStringConvertible {
  package var description: String {
    switch reason {
    case .unsupported(let syntax): "uses \(syntax), which is not supported"
    case .unexpectedEnd: "ends too early"
    case .unbalanced: "has an unbalanced bracket"
    case .unknownProperty(let name): "names the unknown property \(name)"
    case .emptyRange: "has a range whose end is before its start"
    case .tooLarge(let limit): "is larger than \(limit) steps"
    case .matchesNothing: "can match the empty text"
    }
  }
}
