/// What is wrong with a JSON text, and where.
package struct JSONFault: Error, Equatable, Sendable {
  package enum Problem: Equatable, Sendable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case invalidUTF8
    case invalidEscape
    case loneSurrogate
    case controlCharacter
    case invalidNumber
    /// A number that a `Double` would change, with the name of the member that it belongs to.
    case inexactNumber(String, of: String?)
    case tooDeep(limit: Int)
    case trailingText
  }

  package let problem: Problem
  /// Byte offset from the start of the text.
  package let offset: Int
  /// Line, counted from 1.
  package let line: Int
  /// Byte within the line, counted from 1.
  package let column: Int
}

extension JSONFault: CustomStringConvertible {
  package var description: String {
    "\(problem.words) at line \(line), column \(column) (byte \(offset))"
  }
}

extension JSONFault.Problem {
  fileprivate var words: String {
    switch self {
    case .unexpectedEnd: "the text ends too early"
    case .unexpectedByte(let byte):
      (0x21..<0x7F).contains(byte)
        ? "unexpected `\(Character(Unicode.Scalar(byte)))`"
        : "unexpected byte 0x\(String(byte, radix: 16))"
    case .invalidUTF8: "bytes that are not UTF-8"
    case .invalidEscape: "an escape that JSON does not have"
    case .loneSurrogate: "half a surrogate pair"
    case .controlCharacter: "a raw control character in a string"
    case .invalidNumber: "a number that JSON does not allow"
    case .inexactNumber(let digits, _): "`\(digits)`, which can't be held exactly"
    case .tooDeep(let limit): "nesting deeper than \(limit)"
    case .trailingText: "more text after the value"
    }
  }
}
