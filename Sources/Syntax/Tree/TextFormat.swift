/// How a string lays out a value: what follows the `:` of `\(x:>8.2f)`, read as Python reads it.
///
/// `[[fill]align][sign][0][width][, or _][.precision][kind]`
package struct TextFormat: Sendable, Equatable {
  package enum Alignment: Character, Sendable {
    case left = "<"
    case right = ">"
    case center = "^"
    /// Filled between the sign and the digits.
    case afterSign = "="
  }

  package enum Kind: Character, Sendable {
    case fixed = "f"
    case exponent = "e"
    case general = "g"
    case percent = "%"
    case whole = "d"
    case hexadecimal = "x"
    case octal = "o"
    case binary = "b"
    case string = "s"
  }

  /// As it is written.
  package let text: String
  package private(set) var fill: Character = " "
  package private(set) var alignment: Alignment?
  package private(set) var showsPlus = false
  package private(set) var width = 0
  /// `,` or `_` between thousands.
  package private(set) var separator: Character?
  package private(set) var precision: Int?
  package private(set) var kind: Kind?
  /// `E`, `G` and `X`.
  package private(set) var isUpperCase = false

  /// Nil for a text that isn't a format.
  package init?(_ text: String) {
    self.text = text
    guard !text.isEmpty else { return nil }
    var rest = Substring(text)
    if let second = rest.dropFirst().first, let alignment = Alignment(rawValue: second) {
      fill = rest.removeFirst()
      self.alignment = alignment
      rest.removeFirst()
    } else if let first = rest.first, let alignment = Alignment(rawValue: first) {
      self.alignment = alignment
      rest.removeFirst()
    }
    if rest.first == "+" || rest.first == "-" { showsPlus = rest.removeFirst() == "+" }
    if rest.first == "0", alignment == nil {
      (fill, alignment) = ("0", .afterSign)
      rest.removeFirst()
    }
    if let width = Self.takeNumber(&rest, upTo: 1000) { self.width = width }
    if rest.first == "," || rest.first == "_" { separator = rest.removeFirst() }
    if rest.first == "." {
      rest.removeFirst()
      guard let precision = Self.takeNumber(&rest, upTo: 100) else { return nil }
      self.precision = precision
    }
    if let last = rest.popFirst() {
      isUpperCase = "EGX".contains(last)
      let lower = isUpperCase || last == "F" ? Character(last.lowercased()) : last
      guard let kind = Kind(rawValue: lower) else { return nil }
      self.kind = kind
    }
    guard rest.isEmpty else { return nil }
  }

  /// Whether only a number can be laid out so.
  package var needsNumber: Bool {
    if let kind { return kind != .string }
    return showsPlus || separator != nil || alignment == .afterSign
  }

  private static func takeNumber(_ text: inout Substring, upTo limit: Int) -> Int? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    guard let number = Int(digits), number <= limit else { return nil }
    text.removeFirst(digits.count)
    return number
  }
}
