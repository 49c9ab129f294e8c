import Patterns

/// A rewriting of the text before it is split.
indirect enum Normalizer: Sendable {
  case form(UnicodeForm)
  case lowercase
  case stripAccents
  case nmt
  case bert(BertNormalizer)
  case precompiled(CharacterMap)
  case strip(left: Bool, right: Bool)
  case replace(Pattern, by: [UInt8])
  case prepend([UInt8])
  /// Each byte as the character that stands for it.
  case byteLevel
  case sequence([Normalizer])

  enum UnicodeForm: String, Sendable {
    case nfc = "NFC"
    case nfd = "NFD"
    case nfkc = "NFKC"
    case nfkd = "NFKD"
  }

  /// Far above what Unicode's own forms can do to a text one after another.
  private static let growthLimit = 100_000

  init(field: Field) throws(TokenizerError) {
    try self.init(unchecked: field)
    if growth > Self.growthLimit { throw .growth(field: field.path, limit: Self.growthLimit) }
  }

  private init(unchecked field: Field) throws(TokenizerError) {
    let type = try field.member("type").string()
    switch type {
    case "NFC", "NFD", "NFKC", "NFKD": self = .form(UnicodeForm(rawValue: type)!)
    case "Lowercase": self = .lowercase
    case "StripAccents": self = .stripAccents
    case "Nmt": self = .nmt
    case "BertNormalizer": self = .bert(try BertNormalizer(field: field))
    case "Precompiled":
      self = .precompiled(try CharacterMap(field: try field.member("precompiled_charsmap")))
    case "Strip":
      self = .strip(
        left: try field.flag("strip_left", default: true),
        right: try field.flag("strip_right", default: true))
    case "Replace":
      self = .replace(
        try Pattern(field: try field.member("pattern")), by: try field.member("content").text())
    case "ByteLevel": self = .byteLevel
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
          "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Strip", "StripAccents", "Replace", "Prepend",
          "ByteLevel", "Nmt", "BertNormalizer", "Precompiled", "Sequence",
        ])
    }
  }

  /// At most how many bytes one byte of a text becomes.
  private var growth: Int {
    switch self {
    case .form, .bert: 12
    case .lowercase, .byteLevel: 2
    case .strip, .stripAccents, .nmt: 1
    case .precompiled(let map): max(map.longest, 1)
    case .replace(_, let content): max(content.count, 1)
    case .prepend(let prefix): prefix.count + 1
    case .sequence(let parts):
      parts.reduce(1) { product, part in
        let (next, overflows) = product.multipliedReportingOverflow(by: part.growth)
        return overflows ? .max : next
      }
    }
  }

  /// The range of the text, normalised.
  func apply(to text: AlignedText, in range: Range<Int>) -> AlignedText {
    switch self {
    case .form(let form): return form.apply(to: text, in: range)
    case .lowercase: return text.lowercased(in: range)
    case .stripAccents:
      return text.rewritten { output in
        text.eachScalar(in: range) { scalar, span in
          if !EarlyUnicode.isMark(scalar) { output.copy(span) }
        }
      }
    case .nmt:
      return text.rewritten { output in
        text.eachScalar(in: range) { scalar, span in
          switch scalar.value {
          case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: break
          case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF,
            0xFFFD:
            output.append([0x20], for: span)
          default: output.copy(span)
          }
        }
      }
    case .bert(let bert): return bert.apply(to: text, in: range)
    case .precompiled(let map): return map.apply(to: text, in: range)
    case .strip(let left, let right):
      var start = range.upperBound
      var end = range.lowerBound
      text.eachScalar(in: range) { scalar, span in
        if !scalar.properties.isWhitespace {
          start = min(start, span.lowerBound)
          end = span.upperBound
        }
      }
      let first = left ? start : range.lowerBound
      let kept = first..<(right ? max(end, first) : range.upperBound)
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
    case .byteLevel:
      return text.rewritten { output in
        text.eachScalar(in: range) { _, span in
          output.append(ByteAlphabet.write(text.bytes[span]), for: span)
        }
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
}
