/// What becomes of a delimiter when text is split at it.
enum SplitBehavior: String, Sendable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  init(field: Field) throws(TokenizerError) {
    let name = try field.string()
    guard let behavior = SplitBehavior(rawValue: name) else {
      throw .unsupported(
        field: field.path, found: "behavior \(name)",
        supported: ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"])
    }
    self = behavior
  }

  /// The words of `range`, given its delimiters from left to right.
  func words(in range: Range<Int>, delimiters: [Range<Int>], invert: Bool) -> [Range<Int>] {
    var pieces: [(range: Range<Int>, isDelimiter: Bool)] = []
    var position = range.lowerBound
    for delimiter in delimiters {
      if position < delimiter.lowerBound {
        pieces.append((position..<delimiter.lowerBound, invert))
      }
      pieces.append((delimiter, !invert))
      position = delimiter.upperBound
    }
    if position < range.upperBound { pieces.append((position..<range.upperBound, invert)) }

    switch self {
    case .removed: return pieces.filter { !$0.isDelimiter }.map(\.range)
    case .isolated: return pieces.map(\.range)
    case .contiguous: return joined(pieces) { $0 == $1 }
    case .mergedWithPrevious: return joined(pieces) { !$0 && $1 }
    case .mergedWithNext: return joined(pieces) { $0 && !$1 }
    }
  }

  /// Joins neighbours where `belong` says so of their being delimiters.
  private func joined(
    _ pieces: [(range: Range<Int>, isDelimiter: Bool)], _ belong: (Bool, Bool) -> Bool
  ) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var last = false
    for (index, piece) in pieces.enumerated() {
      if index > 0, belong(last, piece.isDelimiter) {
        words[words.count - 1] = words[words.count - 1].lowerBound..<piece.range.upperBound
      } else {
        words.append(piece.range)
      }
      last = piece.isDelimiter
    }
    return words
  }
}
