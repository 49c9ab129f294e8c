/// How many terminal columns text takes, counted by grapheme as terminals draw it.
///
/// Wide ranges follow Unicode's EastAsianWidth.txt (W and F) for everything but emoji, whose
/// width comes from the standard library's own emoji properties, so new emoji need no new table.
package enum DisplayWidth {
  package static func of(_ text: some StringProtocol) -> Int {
    var width = 0
    for character in text { width += of(character) }
    return width
  }

  /// 0, 1 or 2.
  package static func of(_ character: Character) -> Int {
    if let ascii = character.asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
    let scalars = character.unicodeScalars
    let first = scalars[scalars.startIndex]
    if scalars.index(after: scalars.startIndex) == scalars.endIndex { return of(first) }
    if isDrawnAsEmoji(first, followedBy: scalars.dropFirst()) { return 2 }
    // Terminals that draw by grapheme never give one more than two cells.
    return min(2, scalars.reduce(0) { $0 + of($1) })
  }

  package static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 {
      return value < 0x20 || (0x7F..<0xA0).contains(value) || value == 0xAD ? 0 : 1
    }
    // Vowels and final consonants of a Hangul syllable are drawn into its first letter's cell.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator: return 0
    default: break
    }
    return isWide(value) || isWideEmoji(scalar) ? 2 : 1
  }

  private static func isWideEmoji(_ scalar: Unicode.Scalar) -> Bool {
    // A lone regional indicator is a letter in a box, half a flag.
    scalar.properties.isEmojiPresentation && !isRegionalIndicator(scalar)
  }

  private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  /// Sequences joined by ZWJ, skin tones, flags, keycaps and anything with the emoji selector.
  private static func isDrawnAsEmoji(
    _ first: Unicode.Scalar, followedBy rest: some Sequence<Unicode.Scalar>
  ) -> Bool {
    guard first.properties.isEmoji else { return false }
    if first.properties.isEmojiPresentation { return true }
    return rest.contains { $0.value == 0xFE0F || $0.value == 0x200D }
  }

  private static func isWide(_ value: UInt32) -> Bool {
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      if wideRanges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < wideRanges.count && wideRanges[low].contains(value)
  }

  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF,
    0x4E00...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAD9, 0xFE10...0xFE19,
    0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18D08, 0x1AFF0...0x1B2FB,
    0x1F200...0x1F202, 0x1F210...0x1F23B, 0x1F240...0x1F248, 0x1F250...0x1F251,
    0x1F260...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]
}
