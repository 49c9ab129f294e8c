extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let quote = UInt8(ascii: "\"")
}

extension UnsafeBufferPointer<UInt8> {
  /// A field's text, checked for what UTF-8 forbids.
  func text(at range: Range<Int>) throws(DataFault) -> String {
    let slice = UnsafeBufferPointer(rebasing: self[range])
    if let text = String(validating: slice, as: UTF8.self) { return text }
    var decoder = UTF8()
    var iterator = slice.makeIterator()
    var offset = range.lowerBound
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    throw DataFault(.notUTF8(byte: offset), at: offset)
  }
}
