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

  /// A fixed number of digits after the point.
  static func fixed(_ number: Double, digits: Int) -> String {
    guard number.isFinite else { return text(number) }
    return String(format: "%.\(digits)f", number)
  }
}
