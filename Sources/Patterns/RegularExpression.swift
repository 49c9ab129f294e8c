/// A regular expression of a script: finds matches and the groups in them, in time linear in the
/// text.
package struct RegularExpression: Sendable {
  package struct Match {
    /// Bytes of the text.
    package let range: Range<Int>
    /// Those of each group, nil where it took no part.
    package let groups: [Range<Int>?]
  }

  /// The text is too long for what the search has to remember of a pattern of this size.
  package struct TooLong: Error {}

  /// 256 MiB.
  private static let memoLimit = 1 << 31

  private let program: PatternProgram
  /// The name of each group, nil for those without.
  package let groups: [String?]

  package init(_ pattern: String) throws(PatternFault) {
    var parser = PatternParser(pattern, .script)
    program = try PatternProgram(try parser.tree())
    groups = parser.groups
  }

  /// Calls `body` with each match, left to right, until it returns false. After an empty match the
  /// search continues at the next character.
  ///
  /// - Parameters:
  ///   - keepsGroups: whether matches have their groups.
  ///   - check: called now and then; what it throws ends the search.
  package func forEachMatch(
    in text: [UInt8], keepsGroups: Bool, check: () throws -> Void,
    _ body: (Match) throws -> Bool
  ) throws {
    let (bits, overflows) = (program.memoCount + program.guardCount)
      .multipliedReportingOverflow(by: text.count + 1)
    guard !overflows, bits <= Self.memoLimit else { throw TooLong() }
    try text.withUnsafeBufferPointer { buffer in
      var matcher = PatternMatcher(program, buffer, 0..<buffer.count)
      var capture = CapturePass(program, buffer, groups.count)
      var position = 0
      var steps = 0
      while position <= buffer.count {
        steps += 1
        if steps & 1023 == 0 { try check() }
        let next =
          position < buffer.count ? position + UTF8Text.width(buffer[position]) : position + 1
        guard let end = matcher.match(at: position) else {
          position = next
          continue
        }
        let found = keepsGroups && !groups.isEmpty ? capture.groups(of: position..<end) : []
        guard try body(Match(range: position..<end, groups: found)) else { return }
        position = end > position ? end : next
      }
    }
  }
}
