import Foundation

/// Numbers written for people: short, without needless zeros, in ASCII only.
package enum Numeral {
  /// Four significant digits; whole numbers below ten million in full; `1.2e-5` outside
  /// 0.0001 ..< 10 000 000.
  package static func short(_ x: Double) -> String {
    if x.isNaN { return "nan" }
    if x.isInfinite { return x < 0 ? "-inf" : "inf" }
    if x == 0 { return "0" }
    let size = abs(x)
    if size < 1e7, size == size.rounded() { return String(Int(x)) }
    if size < 9.9995e-5 || size >= 9_999_999.5 { return scientific(x, decimals: 3) }
    let exponent = Int(log10(size).rounded(.down))
    return trimmingZeros(fixed(x, decimals: max(0, 3 - exponent)))
  }

  /// Exactly `decimals` digits after the point, or `short` where that would be absurdly long.
  package static func fixed(_ x: Double, decimals: Int) -> String {
    guard x.isFinite, abs(x) < 1e15 else { return short(x) }
    let text = String(format: "%.\(min(max(0, decimals), 17))f", x)
    // "-0.00" reads as a sign error.
    return text.hasPrefix("-") && !text.contains { "123456789".contains($0) }
      ? String(text.dropFirst()) : text
  }

  /// One way to write all of `values`, so that their points line up.
  package static func uniform(_ values: [Double]) -> (Double) -> String {
    let sizes = values.filter { $0.isFinite && $0 != 0 }.map(abs)
    guard let largest = sizes.max(), let smallest = sizes.min(), largest < 1e6, smallest >= 1e-4
    else { return short }
    let decimals =
      values.filter(\.isFinite).map { value in
        short(value).split(separator: ".").dropFirst().first?.count ?? 0
      }.max() ?? 0
    return { fixed($0, decimals: min(4, decimals)) }
  }

  /// `1,204`.
  package static func count(_ n: Int) -> String {
    (n < 0 ? "-" : "") + grouped(String(n.magnitude), by: ",")
  }

  /// Digits with a separator between the thousands.
  package static func grouped(_ digits: some StringProtocol, by separator: Character) -> String {
    let count = digits.count
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (count - index) % 3 == 0 { text.append(separator) }
      text.append(digit)
    }
    return text
  }

  /// `41 s`, `2 min 5 s`, `3 h 12 min`, `2 d 4 h`; below ten seconds one decimal, below one `ms`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite else { return seconds.isNaN ? "nan" : "forever" }
    if seconds < 0 { return "-" + duration(-seconds) }
    if seconds == 0 { return "0 s" }
    if seconds < 0.9995 { return milliseconds(seconds * 1000) }
    if seconds < 9.95 { return trimmingZeros(fixed(seconds, decimals: 1)) + " s" }
    guard seconds < 1e15 else { return "forever" }
    let whole = Int(seconds.rounded())
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return pair(whole / 60, "min", whole % 60, "s")
    case ..<86_400: return pair(whole / 3600, "h", whole % 3600 / 60, "min")
    default: return pair(whole / 86_400, "d", whole % 86_400 / 3600, "h")
    }
  }

  /// `512 B`, `9.8 MB`: powers of a thousand, as disks and downloads are counted.
  package static func bytes(_ n: Int) -> String {
    if n.magnitude < 1000 { return "\(n) B" }
    var value = Double(n) / 1000
    var units = ["kB", "MB", "GB", "TB", "PB", "EB"][...]
    while abs(value) >= 999.5, units.count > 1 {
      value /= 1000
      units.removeFirst()
    }
    let text =
      abs(value) < 99.95 ? trimmingZeros(fixed(value, decimals: 1)) : fixed(value, decimals: 0)
    return "\(text) \(units.first ?? "EB")"
  }

  /// `1.235e7`: no plus sign, no leading zeros, no trailing ones.
  static func scientific(_ x: Double, decimals: Int) -> String {
    let parts = String(format: "%.\(decimals)e", x).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(x)" }
    return "\(trimmingZeros(String(parts[0])))e\(exponent)"
  }

  private static func trimmingZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  private static func milliseconds(_ x: Double) -> String {
    "\(x < 9.95 ? short(Double(fixed(x, decimals: x < 0.1 ? 3 : 1)) ?? x) : fixed(x, decimals: 0)) ms"
  }

  private static func pair(_ large: Int, _ unit: String, _ small: Int, _ smallUnit: String)
    -> String
  {
    small == 0 ? "\(large) \(unit)" : "\(large) \(unit) \(small) \(smallUnit)"
  }
}
