import Patterns

/// GPT-2's split, written by hand since every byte-level text passes through it.
///
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
enum GPT2Splitter {
  static let pattern =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  private enum Kind: UInt8 { case letter, number, space, other }

  private static let ascii: [Kind] = (UInt8(0)..<128).map { kind(of: Unicode.Scalar($0)) }

  private static func kind(of scalar: Unicode.Scalar) -> Kind {
    if scalar.properties.isWhitespace { return .space }
    let bit = GeneralCategory.bit(of: scalar)
    if bit & GeneralCategory.letters != 0 { return .letter }
    return bit & GeneralCategory.numbers != 0 ? .number : .other
  }

  /// Calls `body` with each word; together they are the whole range.
  static func forEach(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
  ) {
    ascii.withUnsafeBufferPointer { table in
      var position = range.lowerBound
      while position < range.upperBound {
        let end = wordEnd(text, position, range.upperBound, table)
        body(position..<end)
        position = end
      }
    }
  }

  @inline(__always)
  private static func look(
    _ text: UnsafeBufferPointer<UInt8>, _ position: Int, _ table: UnsafeBufferPointer<Kind>
  ) -> (Kind, Int) {
    let unit = text[position]
    if unit < 0x80 { return (table[Int(unit)], 1) }
    let (scalar, width) = UTF8Text.scalar(text, at: position)
    return (kind(of: scalar), width)
  }

  private static func wordEnd(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ limit: Int,
    _ table: UnsafeBufferPointer<Kind>
  ) -> Int {
    if text[start] == UInt8(ascii: "'"), let end = contractionEnd(text, start, limit) { return end }
    var (kind, width) = look(text, start, table)
    var position = start + width
    if kind == .space {
      if text[start] == 0x20, position < limit {
        (kind, width) = look(text, position, table)
      }
      if kind == .space { return spaceEnd(text, start, limit, table) }
      position += width
    }
    while position < limit {
      let (next, width) = look(text, position, table)
      if next != kind { break }
      position += width
    }
    return position
  }

  /// A run of spaces leaves its last one to the word that follows, unless it is all there is.
  private static func spaceEnd(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ limit: Int,
    _ table: UnsafeBufferPointer<Kind>
  ) -> Int {
    var position = start
    var last = start
    while position < limit {
      let (kind, width) = look(text, position, table)
      if kind != .space { return last > start ? last : position }
      last = position
      position += width
    }
    return position
  }

  private static func contractionEnd(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ limit: Int
  ) -> Int? {
    guard start + 1 < limit else { return nil }
    switch text[start + 1] {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"):
      return start + 2
    case let first where start + 2 < limit:
      let second = text[start + 2]
      let isContraction =
        first == UInt8(ascii: "l")
        ? second == UInt8(ascii: "l")
        : (first == UInt8(ascii: "r") || first == UInt8(ascii: "v")) && second == UInt8(ascii: "e")
      return isContraction ? start + 3 : nil
    default: return nil
    }
  }
}
