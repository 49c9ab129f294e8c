import Foundation

/// How numbers are written and read.
enum NumberText {
  /// Whole numbers without `.0`, others as the shortest text that reads back the same.
  static func text(_ number: Double) -> String {
    if let whole = number.exactInt, abs(whole) < 1_000_000_000_000_000 {
      return whole == 0 && number.sign == .minus ? "-0" : String(whole)
    }
    if number.isNaN { return "nan" }
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A decimal number with nothing around it but spaces; `nan` and `inf` are read too.
  static func parse(_ text: some StringProtocol) -> Double? {
    let trimmed = text.drop { $0.isWhitespace }
    let end = trimmed.lastIndex { !$0.isWhitespace }
    guard let end else { return nil }
    let word = trimmed[...end]
    guard word.utf8.count < 400, !word.lowercased().contains("x") else { return nil }
    return Double(String(word))
  }

  /// Whether the number that a text was read as is the same, where the text is a whole number.
  static func isExact(_ text: String, _ number: Double) -> Bool {
    let digits = text.filter { !$0.isWhitespace && $0 != "-" && $0 != "+" }
    guard digits.utf8.count > 15, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return true
    }
    return UInt128(digits).map { Double(exactly: $0) != nil } ?? false
  }

  /// A fixed number of digits after the point.
  static func fixed(_ number: Double, digits: Int) -> String {
    guard number.isFinite else { return text(number) }
    return String(format: "%.\(digits)f", number)
  }
}
