/// Where a row is from, as messages name it.
package enum RowOrigin: Hashable, Sendable {
  /// The record of a file that begins on a line, counted from 1.
  case line(Int, of: String)
  /// An element of a list of records, counted from 0.
  case element(Int)
  /// What a call was given to answer.
  case input
}

extension RowOrigin: CustomStringConvertible {
  package var description: String {
    switch self {
    case .line(let line, let file): "\(file):\(line)"
    case .element(let index): "[\(index)] of the list"
    case .input: "the input"
    }
  }
}
