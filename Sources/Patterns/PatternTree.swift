/// A regular expression as it was read.
package indirect enum PatternTree {
  case set(ScalarSet)
  case sequence([PatternTree])
  case choice([PatternTree])
  /// No upper limit where `most` is nil; `isLazy` tries fewer first.
  case repeated(PatternTree, least: Int, most: Int?, isLazy: Bool = false)
  /// `(?=X)` and `(?!X)` for a single character.
  case lookahead(ScalarSet, negative: Bool)
  case assertion(PatternAssertion)
  /// A group whose text is kept, counted from 1.
  case group(PatternTree, Int)

  var matchesEmpty: Bool {
    switch self {
    case .set: false
    case .sequence(let parts): parts.allSatisfy(\.matchesEmpty)
    case .choice(let parts): parts.contains(where: \.matchesEmpty)
    case .repeated(let body, let least, _, _): least == 0 || body.matchesEmpty
    case .group(let body, _): body.matchesEmpty
    case .lookahead, .assertion: true
    }
  }
}

/// What is true of a position in a text rather than of a character.
package enum PatternAssertion: Sendable {
  case textStart, textEnd
  /// The end, or what is before a line break at the end.
  case lastLineEnd
  case lineStart, lineEnd
  case wordBoundary, noWordBoundary

  private static let word = ScalarSet([.word])

  func holds(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, at position: Int
  ) -> Bool {
    let isStart = position == range.lowerBound
    let isEnd = position == range.upperBound
    switch self {
    case .textStart: return isStart
    case .textEnd: return isEnd
    case .lastLineEnd:
      return isEnd || (position == range.upperBound - 1 && text[position] == 0x0A)
    case .lineStart: return isStart || text[position - 1] == 0x0A
    case .lineEnd: return isEnd || text[position] == 0x0A
    case .wordBoundary, .noWordBoundary:
      let before = !isStart && Self.word.contains(UTF8Text.scalar(text, before: position).scalar)
      let after = !isEnd && Self.word.contains(UTF8Text.scalar(text, at: position).scalar)
      return (before != after) == (self == .wordBoundary)
    }
  }
}
