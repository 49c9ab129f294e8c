/// Splits text into the words that the model encodes one by one.
struct PreTokenizer: Sendable {
  /// One split after another, each applied to every word of the one before.
  private(set) var splits: [Split] = []
  /// Set where the words then go to the model as bytes.
  private(set) var byteLevel: ByteLevel?

  struct ByteLevel: Sendable {
    let addsPrefixSpace: Bool
    /// Whether the last of `splits` is this one's own.
    let splits: Bool
  }

  enum Split: Sendable {
    case pattern(Pattern, SplitBehavior, invert: Bool)
    case scalars(ScalarSet, SplitBehavior)
  }

  init() {}

  init(field: Field) throws(TokenizerError) {
    try append(field)
  }

  private mutating func append(_ field: Field) throws(TokenizerError) {
    let type = try field.member("type").string()
    if byteLevel != nil {
      throw .unsupported(
        field: field.path, found: "pre-tokenizer \(type) after ByteLevel",
        supported: ["ByteLevel as the last one"])
    }
    switch type {
    case "Sequence":
      for part in try field.member("pretokenizers").elements() { try append(part) }
    case "ByteLevel":
      let usesRegex = try field.flag("use_regex", default: true)
      byteLevel = ByteLevel(
        addsPrefixSpace: try field.flag("add_prefix_space", default: true), splits: usesRegex)
      if usesRegex { splits.append(.pattern(.gpt2, .isolated, invert: false)) }
    case "Split":
      splits.append(
        .pattern(
          try Pattern(field: try field.member("pattern")),
          try SplitBehavior(field: try field.member("behavior")),
          invert: try field.flag("invert", default: false)))
    case "Digits":
      let individual = try field.flag("individual_digits", default: false)
      splits.append(
        .scalars(
          ScalarSet([.categories(GeneralCategory.numbers)]), individual ? .isolated : .contiguous))
    case "Whitespace":
      let pattern = try! Pattern(regex: #"\w+|[^\w\s]+"#)
      splits.append(.pattern(pattern, .removed, invert: true))
    case "WhitespaceSplit": splits.append(.scalars(ScalarSet([.space]), .removed))
    case "Punctuation":
      let behavior = try field.optional("behavior")
      // ASCII symbols such as `$` and `+` count as punctuation here.
      let punctuation = ScalarSet([
        .categories(GeneralCategory.punctuation), .range(0x21...0x2F), .range(0x3A...0x40),
        .range(0x5B...0x60), .range(0x7B...0x7E),
      ])
      splits.append(
        .scalars(
          punctuation,
          try behavior.map { (field) throws(TokenizerError) in try SplitBehavior(field: field) }
            ?? .isolated))
    default:
      throw .unsupported(
        field: field.child("type"), found: "pre-tokenizer \(type)",
        supported: [
          "ByteLevel", "Split", "Digits", "Whitespace", "WhitespaceSplit", "Punctuation",
          "Sequence",
        ])
    }
  }

  /// The words of a range; the text is written anew where they get a space in front.
  func words(of text: inout AlignedText, in range: Range<Int>) -> [Range<Int>] {
    guard let byteLevel, byteLevel.addsPrefixSpace else {
      return split(text.bytes, [range], by: splits[...])
    }
    // The space comes after the splits before ByteLevel and before ByteLevel's own.
    let before = splits.dropLast(byteLevel.splits ? 1 : 0)
    var words = split(text.bytes, [range], by: before)
    if words.contains(where: { text.bytes[$0.lowerBound] != 0x20 }) {
      let source = text
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
    return split(text.bytes, words, by: splits[before.endIndex...])
  }

  private func split(
    _ text: [UInt8], _ ranges: [Range<Int>], by splits: ArraySlice<Split>
  ) -> [Range<Int>] {
    var words = ranges.filter { !$0.isEmpty }
    text.withUnsafeBufferPointer { buffer in
      for split in splits {
        var result: [Range<Int>] = []
        for word in words { split.append(to: &result, buffer, word) }
        words = result
      }
    }
    return words
  }
}

extension PreTokenizer.Split {
  fileprivate func append(
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
}
