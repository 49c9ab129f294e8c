/// Why a regular expression of a tokenizer file is refused.
package enum PatternFault: Error, Equatable, Sendable {
  case unsupported(String)
  case unexpectedEnd
  case unbalanced
  case unknownProperty(String)
  case emptyRange
  case tooLarge(limit: Int)
  case matchesNothing
}

extension PatternFault: CustomStringConvertible {
  package var description: String {
    switch self {
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
