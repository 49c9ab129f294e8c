import Figures
import Foundation
import Syntax
import TextWidth

extension Value {
  /// The text of the value in a string, laid out by a format if there is one; of a list, each item
  /// is laid out.
  func text(_ format: TextFormat?) throws -> String {
    guard let format else { return text }
    switch self {
    case .list(let items) where format.needsNumber || format.precision != nil:
      return "[\(try items.map { try $0.text(format) }.joined(separator: ", "))]"
    case .number(let number) where format.kind != .string:
      return Self.padded(sign(number, format), try Self.digits(abs(number), format), format)
    case .string where !format.needsNumber, .list where !format.needsNumber,
      .bool where !format.needsNumber && format.precision == nil,
      .none where !format.needsNumber && format.precision == nil:
      let cut = format.precision.map { String(text.prefix($0)) } ?? text
      return Self.padded("", cut, format, isNumber: false)
    default:
      guard !format.needsNumber, format.precision == nil else {
        var hint: String?
        if case .object(let object) = self, object.count != nil {
          hint = "`list(x)` gives its numbers, which are laid out one by one"
        }
        throw Fault("`\(format.text)` lays out a number, not \(brief)", hint: hint)
      }
      return Self.padded("", text, format, isNumber: false)
    }
  }

  private func sign(_ number: Double, _ format: TextFormat) -> String {
    if number.sign == .minus, !number.isNaN { return "-" }
    return format.showsPlus ? "+" : ""
  }

  /// A number from 0 without its sign.
  private static func digits(_ number: Double, _ format: TextFormat) throws -> String {
    guard number.isFinite else { return NumberText.text(number) }
    let precision = format.precision ?? 6
    var text: String
    switch format.kind {
    case .fixed: text = String(format: "%.\(precision)f", number)
    case .percent: text = String(format: "%.\(precision)f", number * 100) + "%"
    case .exponent: text = String(format: "%.\(precision)e", number)
    case .general: text = String(format: "%.\(precision)g", number)
    case .whole, .hexadecimal, .octal, .binary:
      guard let whole = number.exactInt else {
        throw Fault(
          "`\(format.text)` lays out whole numbers, not \(NumberText.text(number))",
          hint: "round it: `round(x)`, or write `.0f`")
      }
      let radix = [.hexadecimal: 16, .octal: 8, .binary: 2][format.kind!] ?? 10
      text = String(whole, radix: radix)
    case .string, nil:
      if let precision = format.precision {
        text = String(format: "%.\(precision)g", number)
      } else if format.separator != nil, number.rounded() == number {
        text = String(format: "%.0f", number)
      } else {
        text = NumberText.text(number)
      }
    }
    if let separator = format.separator { text = grouped(text, separator) }
    return format.isUpperCase ? text.uppercased() : text
  }

  /// With a separator between the thousands before the point.
  private static func grouped(_ text: String, _ separator: Character) -> String {
    let whole = text.prefix { $0.isNumber }
    guard whole.count == text.count || !text.contains("e") else { return text }
    return Numeral.grouped(whole, by: separator) + text[whole.endIndex...]
  }

  /// Filled to the format's width in columns; numbers on the left, all else on the right.
  private static func padded(
    _ sign: String, _ text: String, _ format: TextFormat, isNumber: Bool = true
  ) -> String {
    let missing = max(0, format.width - DisplayWidth.of(sign + text))
    func fill(_ count: Int) -> String { String(repeating: format.fill, count: count) }
    switch format.alignment ?? (isNumber ? .right : .left) {
    case .left: return sign + text + fill(missing)
    case .right: return fill(missing) + sign + text
    case .center: return fill(missing / 2) + sign + text + fill(missing - missing / 2)
    case .afterSign: return sign + fill(missing) + text
    }
  }
}
