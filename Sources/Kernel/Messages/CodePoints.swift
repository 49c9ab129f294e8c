/// Offsets of the protocol count Unicode code points; those of completion and help are in UTF-8.
struct CodePoints {
  private let scalars: String.UnicodeScalarView

  init(_ text: String) { scalars = text.unicodeScalars }

  /// - Parameter count: code points; one that is out of range is the nearest end.
  func byteOffset(_ count: Int) -> Int {
    scalars.prefix(max(0, count)).reduce(0) { $0 + UTF8.width($1) }
  }

  /// - Parameter offset: of a whole number of code points.
  func count(before offset: Int) -> Int {
    var bytes = 0
    return scalars.prefix { scalar in
      bytes += UTF8.width(scalar)
      return bytes <= offset
    }.count
  }
}
