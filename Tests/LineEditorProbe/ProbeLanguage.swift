import LineEditor

/// Brackets and strings decide what is complete; words of a short list are completed.
var probeLanguage: EditorLanguage {
  EditorLanguage(
    completeness: { text in
      let depth = openBrackets(text)
      return depth > 0 ? .incomplete(indent: 2 * depth) : .complete
    },
    highlight: { text in
      var ranges: [(Range<Int>, TextStyle)] = []
      var offset = 0
      for word in text.split(
        omittingEmptySubsequences: false, whereSeparator: \.isWhitespace)
      {
        let end = offset + word.utf8.count
        if word == "model" || word == "prompt" { ranges.append((offset..<end, .noun)) }
        if word.hasPrefix("\"") { ranges.append((offset..<end, .string)) }
        offset = end + 1
      }
      return ranges
    },
    complete: { text, offset in
      let before = String(decoding: Array(text.utf8.prefix(offset)), as: UTF8.self)
      let word = String(before.reversed().prefix { $0.isLetter || $0 == "_" }.reversed())
      let candidates = words.filter { $0.0.hasPrefix(word) }.map {
        EditorLanguage.Candidate(insert: $0.0, help: $0.1)
      }
      return .init(replaceRange: offset - word.utf8.count..<offset, candidates: candidates)
    },
    hint: { $0 == "hel" ? "p me" : nil },
    note: { $0 == "noted" ? "5 letters" : nil },
    brackets: parentheses)
}

/// The parenthesis before an offset and the one that belongs to it.
private func parentheses(_ text: String, _ offset: Int) -> [Range<Int>] {
  var open: [Int] = []
  for (index, byte) in text.utf8.enumerated() {
    if byte == UInt8(ascii: "(") { open.append(index) }
    guard byte == UInt8(ascii: ")"), let start = open.popLast() else { continue }
    if [start, index].contains(offset - 1) { return [start..<start + 1, index..<index + 1] }
  }
  return []
}

private let words = [
  ("template", "the text with its columns"), ("temperature", "how freely it samples"),
  ("soft", "soft tokens at the front"), ("schedule", "of the rate"), ("seed", "of the shuffle"),
  ("steps", "gradient steps"), ("größe", "umlauts"),
]

private func openBrackets(_ text: String) -> Int {
  var depth = 0
  var isQuoted = false
  for character in text {
    if character == "\"" { isQuoted.toggle() }
    if isQuoted { continue }
    if "{[(".contains(character) { depth += 1 }
    if "}])".contains(character) { depth -= 1 }
  }
  return max(0, depth)
}
