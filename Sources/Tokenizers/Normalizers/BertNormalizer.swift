/// BERT's cleaning of text: control characters out, Chinese characters apart, accents and case off.
struct BertNormalizer: Sendable {
  let cleansText: Bool
  let parts: Bool
  let stripsAccents: Bool
  let lowercases: Bool

  init(field: Field) throws(TokenizerError) {
    cleansText = try field.flag("clean_text", default: true)
    parts = try field.flag("handle_chinese_chars", default: true)
    lowercases = try field.flag("lowercase", default: true)
    stripsAccents = try field.flag("strip_accents", default: lowercases)
  }

  func apply(to text: AlignedText, in range: Range<Int>) -> AlignedText {
    var result = text.rewritten { output in
      text.eachScalar(in: range) { scalar, span in
        if (0x20..<0x7F).contains(scalar.value) {
          return output.append(UInt8(scalar.value), for: span)
        }
        if cleansText, Self.isDropped(scalar) { return }
        if cleansText, scalar.properties.isWhitespace {
          output.append([0x20], for: span)
        } else if parts, Self.isChinese(scalar) {
          output.append([0x20], for: span)
          output.copy(span)
          output.append([0x20], for: span)
        } else {
          output.copy(span)
        }
      }
    }
    if stripsAccents, !result.isASCII {
      result = Normalizer.UnicodeForm.nfd.apply(to: result, in: 0..<result.bytes.count)
        .dropping(EarlyUnicode.isNonspacingMark)
    }
    return lowercases ? result.lowercased(in: 0..<result.bytes.count) : result
  }

  private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: return false
    case 0x20..<0x7F: return false
    case 0, 0xFFFD: return true
    default: return EarlyUnicode.isControl(scalar)
    }
  }

  private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }
}
