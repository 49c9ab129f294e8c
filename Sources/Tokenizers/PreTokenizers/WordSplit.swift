import Patterns

/// One way to divide a text into words that leaves its bytes as they are.
enum WordSplit: Sendable {
  case pattern(Pattern, SplitBehavior, invert: Bool)
  case scalars(ScalarSet, SplitBehavior)
  /// `\w+|[^\w\s]+`
  case wordsAndSymbols
  /// Where the script changes.
  case scripts
  /// After this many characters each.
  case characters(Int)

  func append(
    to words: inout [Range<Int>], _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) {
    var delimiters: [Range<Int>] = []
    switch self {
    case .pattern(.gpt2, .isolated, _):
      GPT2Splitter.forEach(text, range) { words.append($0) }
      return
    case .pattern(let pattern, let behavior, let invert):
      pattern.forEach(in: text, range) { delimiters.append($0) }
      words += behavior.words(in: range, delimiters: delimiters, invert: invert)
    case .wordsAndSymbols:
      var start = range.lowerBound
      var last = Kind.space
      var position = range.lowerBound
      while position < range.upperBound {
        let (scalar, width) = UTF8Text.scalar(text, at: position)
        let kind = Kind(scalar)
        if kind != last {
          if last != .space { words.append(start..<position) }
          start = position
          last = kind
        }
        position += width
      }
      if last != .space { words.append(start..<position) }
    case .scripts: ScriptSplitter.forEach(text, range) { words.append($0) }
    case .characters(let count):
      var start = range.lowerBound
      while start < range.upperBound {
        var end = start
        var left = count
        while left > 0, end < range.upperBound {
          end += UTF8Text.width(text[end])
          left -= 1
        }
        words.append(start..<end)
        start = end
      }
    case .scalars(let set, let behavior):
      var position = range.lowerBound
      while position < range.upperBound {
        let (scalar, width) = UTF8Text.scalar(text, at: position)
        if set.contains(scalar) { delimiters.append(position..<position + width) }
        position += width
      }
      words += behavior.words(in: range, delimiters: delimiters, invert: false)
    }
  }

  private enum Kind {
    case word, symbol, space

    @inline(__always)
    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F: self = .word
      case 0x09...0x0D, 0x20: self = .space
      case 0..<0x80: self = .symbol
      default:
        self =
          GeneralCategory.isWord(scalar)
          ? .word : scalar.properties.isWhitespace ? .space : .symbol
      }
    }
  }
}
