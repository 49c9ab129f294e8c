/// A rewriting of the text before it is split.
indirect enum Normalizer: Sendable {
  case form(UnicodeForm)
  case lowercase
  case strip(left: Bool, right: Bool)
  case replace(Pattern, by: [UInt8])
  case prepend([UInt8])
  case sequence([Normalizer])

  enum UnicodeForm: String, Sendable {
    case nfc = "NFC"
    case nfd = "NFD"
    case nfkc = "NFKC"
    case nfkd = "NFKD"
  }

  init(field: Field) throws(TokenizerError) {
    let type = try field.member("type").string()
    switch type {
    case "NFC", "NFD", "NFKC", "NFKD": self = .form(UnicodeForm(rawValue: type)!)
    case "Lowercase": self = .lowercase
    case "Strip":
      self = .strip(
        left: try field.flag("strip_left", default: true),
        right: try field.flag("strip_right", default: true))
    case "Replace":
      self = .replace(
        try Pattern(field: try field.member("pattern")), by: try field.member("content").text())
    case "Prepend": self = .prepend(try field.member("prepend").text())
    case "Sequence":
      var parts: [Normalizer] = []
      for part in try field.member("normalizers").elements() {
        parts.append(try Normalizer(field: part))
      }
      self = .sequence(parts)
    default:
      throw .unsupported(
        field: field.child("type"), found: "normalizer \(type)",
        supported: [
          "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Strip", "Replace", "Prepend", "Sequence",
        ])
    }
  }

  /// The range of the text, normalised.
  func apply(to text: AlignedText, in range: Range<Int>) -> AlignedText {
    switch self {
    case .form(let form): return form.apply(to: text, in: range)
    case .lowercase:
      return text.rewritten { output in
        Self.eachScalar(text, range) { scalar, place in
          output.append(scalar.properties.lowercaseMapping.utf8, for: place)
        }
      }
    case .strip(let left, let right):
      var start = range.upperBound
      var end = range.lowerBound
      Self.eachScalar(text, range) { scalar, place in
        if !scalar.properties.isWhitespace {
          start = min(start, place.lowerBound)
          end = place.upperBound
        }
      }
      let kept = (left ? start : range.lowerBound)..<(right ? max(end, start) : range.upperBound)
      return text.rewritten { $0.copy(kept) }
    case .replace(let pattern, let content):
      return text.rewritten { output in
        var copied = range.lowerBound
        for match in pattern.matches(in: text.bytes, range) {
          output.copy(copied..<match.lowerBound)
          output.append(content, for: match)
          copied = match.upperBound
        }
        output.copy(copied..<range.upperBound)
      }
    case .prepend(let prefix):
      return text.rewritten { output in
        if range.isEmpty { return }
        output.append(
          prefix,
          for: range.lowerBound..<range.lowerBound + UTF8Text.width(text.bytes[range.lowerBound]))
        output.copy(range)
      }
    case .sequence(let parts):
      var result = text.rewritten { $0.copy(range) }
      for part in parts { result = part.apply(to: result, in: 0..<result.bytes.count) }
      return result
    }
  }

  /// The token's text as it looks in normalised text.
  func apply(to token: [UInt8]) -> [UInt8] {
    apply(to: AlignedText(original: token), in: 0..<token.count).bytes
  }

  private static func eachScalar(
    _ text: AlignedText, _ range: Range<Int>, _ body: (Unicode.Scalar, Range<Int>) -> Void
  ) {
    text.bytes.withUnsafeBufferPointer { buffer in
      var position = range.lowerBound
      while position < range.upperBound {
        let (scalar, width) = UTF8Text.scalar(buffer, at: position)
        body(scalar, position..<position + width)
        position += width
      }
    }
  }
}
