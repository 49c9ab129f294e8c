import Patterns
import Synchronization

/// A match in a text of a script.
struct TextMatch {
  fileprivate let match: RegularExpression.Match
  fileprivate let bytes: [UInt8]
  let hasGroups: Bool

  var range: Range<Int> { match.range }
  var text: String { String(decoding: bytes[match.range], as: UTF8.self) }
  /// The texts of its groups, nil for those that took no part.
  var groups: [String?] {
    match.groups.map { $0.map { String(decoding: bytes[$0], as: UTF8.self) } }
  }

  /// The bytes of a group, or of the whole match for 0.
  func bytes(of group: Int) -> ArraySlice<UInt8> {
    if group == 0 { return bytes[match.range] }
    return match.groups[group - 1].map { bytes[$0] } ?? []
  }
}

extension Call {
  /// Expressions that calls used last, as the same one is used for every row of a dataset.
  private static let compiled = Mutex<[String: RegularExpression]>([:])

  /// An argument as a regular expression.
  func expression(_ index: Int) throws -> RegularExpression {
    let pattern = try string(index)
    if let known = Self.compiled.withLock({ $0[pattern] }) { return known }
    do {
      let expression = try RegularExpression(pattern)
      Self.compiled.withLock { compiled in
        if compiled.count >= 64 { compiled = [:] }
        compiled[pattern] = expression
      }
      return expression
    } catch {
      let place = error.position.map { ", at character \($0 + 1)" } ?? ""
      throw Fault(
        "the pattern \(error)\(place)",
        hint: "to look for a character such as `(` itself, write `\\\\(`",
        at: .argument(index))
    }
  }

  /// Finds the matches of the expression of an argument in the text of the first, until `body` gives
  /// false.
  func search(
    _ index: Int, keepsGroups: Bool = true, _ body: (TextMatch) throws -> Bool
  ) throws {
    let expression = try expression(index)
    let bytes = Array(try string(0).utf8)
    do {
      try expression.forEachMatch(
        in: bytes, keepsGroups: keepsGroups, check: context.checkInterrupt
      ) { match in
        try body(TextMatch(match: match, bytes: bytes, hasGroups: !expression.groups.isEmpty))
      }
    } catch is RegularExpression.TooLong {
      throw Fault(
        "the text is too long for a pattern of this size", hint: "search it line by line",
        at: .argument(0))
    }
  }
}
