/// The remark about values that a picture can't show.
enum LeftOut {
  /// nil where there are none.
  static func note(_ count: Int, logarithmic: Bool = false) -> String? {
    guard count > 0 else { return nil }
    let values = count == 1 ? "1 value" : "\(Numeral.count(count)) values"
    let reasons = logarithmic ? "NaN, infinite or not above zero" : "NaN or infinite"
    return "\(values) not drawn: \(reasons)"
  }
}
