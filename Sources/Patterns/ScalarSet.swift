/// A set of characters as a regular expression writes it: `\p{L}`, `[^\s\p{N}]`, `'`.
package struct ScalarSet: Sendable {
  package enum Item: Sendable {
    case range(ClosedRange<UInt32>)
    case categories(UInt32)
    case space
    case word
    case any
    case not(ScalarSet)
    /// A set of which a character or another case of it is a member.
    case anyCase(ScalarSet)
    case test(@Sendable (Unicode.Scalar) -> Bool)
  }

  private var items: [Item] = []
  private var isNegated = false
  /// Membership of the 128 ASCII characters, worked out once.
  @usableFromInline package var ascii: (UInt64, UInt64) = (0, 0)

  package init(_ items: [Item], negated: Bool = false) {
    self.items = items
    isNegated = negated
    for value in UInt8(0)..<128 where lookUp(Unicode.Scalar(value)) {
      if value < 64 { ascii.0 |= 1 << UInt64(value) } else { ascii.1 |= 1 << UInt64(value - 64) }
    }
  }

  package init(_ scalar: Unicode.Scalar) {
    self.init([.range(scalar.value...scalar.value)])
  }

  @inline(__always) @inlinable
  package func contains(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 64 { return ascii.0 >> UInt64(value) & 1 != 0 }
    if value < 128 { return ascii.1 >> UInt64(value - 64) & 1 != 0 }
    return lookUp(scalar)
  }

  @usableFromInline
  package func lookUp(_ scalar: Unicode.Scalar) -> Bool {
    for item in items {
      let found =
        switch item {
        case .range(let range): range.contains(scalar.value)
        case .categories(let mask): mask & GeneralCategory.bit(of: scalar) != 0
        case .space: scalar.properties.isWhitespace
        case .word: GeneralCategory.isWord(scalar)
        case .any: true
        case .not(let set): !set.contains(scalar)
        case .anyCase(let set): scalar.cases.contains(where: set.contains)
        case .test(let test): test(scalar)
        }
      if found { return !isNegated }
    }
    return isNegated
  }
}

extension Unicode.Scalar {
  /// The character, its lower and its upper case, and the letters whose case folding is the same.
  var cases: [Unicode.Scalar] {
    var forms = [self]
    func add(_ mapping: String) {
      if let form = mapping.unicodeScalars.first, mapping.unicodeScalars.count == 1 {
        forms.append(form)
      }
    }
    add(properties.uppercaseMapping)
    for form in forms { add(form.properties.lowercaseMapping) }
    // The two letters outside ASCII whose simple case folding is inside.
    if forms.contains("s") { forms.append("\u{17F}") }
    if forms.contains("k") { forms.append("\u{212A}") }
    return forms
  }
}

/// Unicode's general categories as bits, so that `\p{L}` is one mask.
package enum GeneralCategory {
  package static func bit(of scalar: Unicode.Scalar) -> UInt32 {
    1 << index(scalar.properties.generalCategory)
  }

  /// The bits of a category (`Lu`) or of a group (`L`), nil for an unknown name.
  package static func mask(_ name: String) -> UInt32? {
    let mask = names.enumerated().reduce(UInt32(0)) {
      $1.element == name || (name.count == 1 && $1.element.hasPrefix(name))
        ? $0 | 1 << UInt32($1.offset) : $0
    }
    return mask == 0 ? nil : mask
  }

  package static let letters = mask("L")!
  package static let marks = mask("M")!
  package static let numbers = mask("N")!
  package static let digits = mask("Nd")!
  package static let punctuation = mask("P")!

  /// Unicode's `\w`: alphabetic, marks, digits, connectors and joiners.
  package static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.isJoinControl
      || bit(of: scalar) & wordMask != 0
  }

  private static let wordMask = marks | digits | mask("Pc")!

  private static let names = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi",
    "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
  ]

  private static func index(_ category: Unicode.GeneralCategory) -> UInt32 {
    switch category {
    case .uppercaseLetter: 0
    case .lowercaseLetter: 1
    case .titlecaseLetter: 2
    case .modifierLetter: 3
    case .otherLetter: 4
    case .nonspacingMark: 5
    case .spacingMark: 6
    case .enclosingMark: 7
    case .decimalNumber: 8
    case .letterNumber: 9
    case .otherNumber: 10
    case .connectorPunctuation: 11
    case .dashPunctuation: 12
    case .openPunctuation: 13
    case .closePunctuation: 14
    case .initialPunctuation: 15
    case .finalPunctuation: 16
    case .otherPunctuation: 17
    case .mathSymbol: 18
    case .currencySymbol: 19
    case .modifierSymbol: 20
    case .otherSymbol: 21
    case .spaceSeparator: 22
    case .lineSeparator: 23
    case .paragraphSeparator: 24
    case .control: 25
    case .format: 26
    case .surrogate: 27
    case .privateUse: 28
    case .unassigned: 29
    @unknown default: 29
    }
  }
}
