import Patterns

/// What a file searches text for: a literal, or a regular expression.
enum Pattern: Sendable {
  case literal([UInt8])
  case gpt2
  case program(PatternProgram)

  /// `{"String": …}` or `{"Regex": …}`.
  init(field: Field) throws(TokenizerError) {
    if let literal = try field.optional("String") {
      self = .literal(try literal.text())
      return
    }
    let regex = try field.member("Regex")
    let text = try regex.string()
    do {
      self = try Pattern(regex: text)
    } catch {
      throw .pattern(field: regex.path, pattern: text, fault: error)
    }
  }

  init(regex: String) throws(PatternFault) {
    if regex.utf8.elementsEqual(GPT2Splitter.pattern.utf8) {
      self = .gpt2
    } else {
      self = .program(try PatternProgram(nonEmpty: try PatternParser.parse(regex)))
    }
  }

  /// Calls `body` with each match, left to right, none of them empty.
  func forEach(
    in text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
  ) {
    switch self {
    case .gpt2: GPT2Splitter.forEach(text, range, body)
    case .program(let program):
      var matcher = PatternMatcher(program, text, range)
      matcher.forEach(body)
    case .literal(let literal):
      guard let first = literal.first else { return }
      var position = range.lowerBound
      while position + literal.count <= range.upperBound {
        if text[position] == first,
          text[position..<position + literal.count].elementsEqual(literal)
        {
          body(position..<position + literal.count)
          position += literal.count
        } else {
          position += 1
        }
      }
    }
  }

  func matches(in text: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    text.withUnsafeBufferPointer { buffer in
      forEach(in: buffer, range) { found.append($0) }
    }
    return found
  }
}
