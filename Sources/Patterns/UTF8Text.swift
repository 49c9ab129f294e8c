/// Reading of scalars out of valid UTF-8.
package enum UTF8Text {
  /// Bytes of the scalar that this unit leads.
  @inline(__always) @inlinable
  package static func width(_ lead: UInt8) -> Int {
    if lead < 0x80 { 1 } else if lead < 0xE0 { 2 } else if lead < 0xF0 { 3 } else { 4 }
  }

  @inline(__always) @inlinable
  package static func isContinuation(_ unit: UInt8) -> Bool { unit & 0xC0 == 0x80 }

  /// The scalar at `position` and its width in bytes.
  @inline(__always) @inlinable
  package static func scalar(
    _ text: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> (scalar: Unicode.Scalar, width: Int) {
    let lead = text[position]
    if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
    let width = width(lead)
    var value = UInt32(lead) & (0x7F >> UInt32(width))
    for offset in 1..<width { value = value << 6 | UInt32(text[position + offset] & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", width)
  }

  /// The scalar that ends right before `position`.
  package static func scalar(
    _ text: UnsafeBufferPointer<UInt8>, before position: Int
  ) -> (scalar: Unicode.Scalar, width: Int) {
    var start = position - 1
    while isContinuation(text[start]) { start -= 1 }
    return scalar(text, at: start)
  }
}
