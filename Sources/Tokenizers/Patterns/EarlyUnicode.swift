import Patterns

/// Characters as the `tokenizers` library classes them, whose tables are older than Swift's.
///
/// A letter or mark that came into Unicode later would otherwise give other ids than those that
/// models were trained on.
enum EarlyUnicode {
  /// Punctuation of Unicode 8, and ASCII symbols such as `$` and `+`.
  static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E, 0x166D, 0x111C9: true
    case 0..<0x80: false
    default:
      GeneralCategory.bit(of: scalar) & GeneralCategory.punctuation != 0 && scalar.isOf(version: 8)
    }
  }

  /// Category Mn of Unicode 8.
  static func isNonspacingMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1734, 0x1171E: true
    case 0x1885, 0x1886, 0xA9BD, 0x111C9: false
    default: scalar.properties.generalCategory == .nonspacingMark && scalar.isOf(version: 8)
    }
  }

  /// Categories Mn, Mc and Me of Unicode 9.
  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1CF2, 0x1CF3: true
    case 0x111C9: false
    default: GeneralCategory.bit(of: scalar) & GeneralCategory.marks != 0 && scalar.isOf(version: 9)
    }
  }

  /// Whether the library's normal forms know the character.
  static func isNormalizable(_ scalar: Unicode.Scalar) -> Bool { scalar.isOf(version: 11) }

  /// Categories Cc, Cf and Co of Unicode 8.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .privateUse: scalar.isOf(version: 8)
    default: false
    }
  }
}

extension Unicode.Scalar {
  /// Whether the character was there in that version of Unicode.
  fileprivate func isOf(version: Int) -> Bool {
    properties.age.map { $0.major <= version } ?? false
  }
}
