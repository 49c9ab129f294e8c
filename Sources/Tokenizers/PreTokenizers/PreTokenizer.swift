import Patterns

/// Splits text into the words that the model encodes one by one.
struct PreTokenizer: Sendable {
  /// One after another, each applied to every word of the one before.
  private var steps: [Step] = []
  /// Whether the words go to the model as bytes.
  private(set) var isByteLevel = false

  private enum Step: Sendable {
    case split(WordSplit)
    /// A space in front of each word that has none.
    case prefixSpace
    case metaspace(Metaspace)

    var isMetaspace: Bool { if case .metaspace = self { true } else { false } }
  }

  init() {}

  init(field: Field) throws(TokenizerError) {
    try append(field)
  }

  private mutating func append(_ field: Field) throws(TokenizerError) {
    let type = try field.member("type").string()
    if isByteLevel {
      throw .unsupported(
        field: field.path, found: "pre-tokenizer \(type) after ByteLevel",
        supported: ["ByteLevel as the last one"])
    }
    switch type {
    case "Sequence":
      for part in try field.member("pretokenizers").elements() { try append(part) }
    case "ByteLevel":
      isByteLevel = true
      if try field.flag("add_prefix_space", default: true) { steps.append(.prefixSpace) }
      if try field.flag("use_regex", default: true) {
        append(.pattern(.gpt2, .isolated, invert: false))
      }
    case "Metaspace":
      // Two of them could divide what the other put in front, and so double the words each time.
      if steps.contains(where: \.isMetaspace) {
        throw .unsupported(
          field: field.path, found: "pre-tokenizer Metaspace after Metaspace",
          supported: ["one Metaspace"])
      }
      steps.append(.metaspace(try Metaspace(field: field)))
    case "Split":
      append(
        .pattern(
          try Pattern(field: try field.member("pattern")),
          try SplitBehavior(field: try field.member("behavior")),
          invert: try field.flag("invert", default: false)))
    case "Digits":
      let individual = try field.flag("individual_digits", default: false)
      append(
        .scalars(
          ScalarSet([.categories(GeneralCategory.numbers)]), individual ? .isolated : .contiguous))
    case "Whitespace": append(.wordsAndSymbols)
    case "WhitespaceSplit": append(.scalars(ScalarSet([.space]), .removed))
    case "Punctuation":
      let behavior = try field.optional("behavior")
      append(
        .scalars(
          Self.punctuation,
          try behavior.map { (field) throws(TokenizerError) in try SplitBehavior(field: field) }
            ?? .isolated))
    case "BertPreTokenizer":
      append(.scalars(ScalarSet([.space]), .removed))
      append(.scalars(Self.punctuation, .isolated))
    case "CharDelimiterSplit":
      let delimiter = try field.member("delimiter").character()
      append(.pattern(.literal(delimiter), .removed, invert: false))
    case "UnicodeScripts": append(.scripts)
    case "FixedLength":
      let length = try field.optional("length")
      let count = try length?.integer() ?? 5
      if let length, count < 1 { throw .wrongType(field: length.path, expected: "at least 1") }
      append(.characters(count))
    default:
      throw .unsupported(
        field: field.child("type"), found: "pre-tokenizer \(type)",
        supported: [
          "ByteLevel", "Metaspace", "BertPreTokenizer", "Split", "Digits", "Whitespace",
          "WhitespaceSplit", "Punctuation", "CharDelimiterSplit",
          "UnicodeScripts", "FixedLength", "Sequence",
        ])
    }
  }

  private mutating func append(_ split: WordSplit) { steps.append(.split(split)) }

  private static let punctuation = ScalarSet([.test(EarlyUnicode.isPunctuation)])

  /// The words of a range; the text is rewritten where a step changes it.
  func words(of text: inout AlignedText, in range: Range<Int>) -> [Range<Int>] {
    var words = range.isEmpty ? [] : [range]
    for step in steps {
      switch step {
      case .split(let split):
        text.bytes.withUnsafeBufferPointer { buffer in
          var result: [Range<Int>] = []
          for word in words { split.append(to: &result, buffer, word) }
          words = result
        }
      case .prefixSpace: addPrefixSpaces(to: &words, of: &text)
      case .metaspace(let metaspace): words = metaspace.apply(to: words, of: &text)
      }
    }
    return words
  }

  private func addPrefixSpaces(to words: inout [Range<Int>], of text: inout AlignedText) {
    let source = text
    guard words.contains(where: { source.bytes[$0.lowerBound] != 0x20 }) else { return }
    text = source.rewritten { output in
      for index in words.indices {
        let word = words[index]
        let start = output.count
        if source.bytes[word.lowerBound] != 0x20 {
          let width = UTF8Text.width(source.bytes[word.lowerBound])
          output.append([0x20], for: word.lowerBound..<word.lowerBound + width)
        }
        output.copy(word)
        words[index] = start..<output.count
      }
    }
  }
}
