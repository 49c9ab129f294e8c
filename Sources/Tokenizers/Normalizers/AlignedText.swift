import Patterns

/// Text after normalising, each byte knowing the range of the original it came from.
struct AlignedText {
  var bytes: [UInt8]
  /// Original range by byte, whole characters; nil while the text is the original itself.
  private(set) var origins: [Range<Int32>]?

  init(original bytes: [UInt8]) {
    self.bytes = bytes
  }

  private init() {
    bytes = []
    origins = []
  }

  /// The range of the original, widened to whole characters, that a range of bytes came from.
  func original(_ range: Range<Int>) -> Range<Int> {
    if range.isEmpty {
      let at =
        origins.map { range.lowerBound < $0.count ? Int($0[range.lowerBound].lowerBound) : 0 }
        ?? range.lowerBound
      return at..<at
    }
    if let origins {
      let start = origins[range.lowerBound].lowerBound
      let end = origins[range.upperBound - 1].upperBound
      return Int(min(start, end))..<Int(max(start, end))
    }
    var start = range.lowerBound
    while start > 0, UTF8Text.isContinuation(bytes[start]) { start -= 1 }
    var end = range.upperBound
    while end < bytes.count, UTF8Text.isContinuation(bytes[end]) { end += 1 }
    return start..<end
  }

  var isASCII: Bool { bytes.allSatisfy { $0 < 0x80 } }

  func eachScalar(in range: Range<Int>, _ body: (Unicode.Scalar, Range<Int>) -> Void) {
    bytes.withUnsafeBufferPointer { buffer in
      var position = range.lowerBound
      while position < range.upperBound {
        let (scalar, width) = UTF8Text.scalar(buffer, at: position)
        body(scalar, position..<position + width)
        position += width
      }
    }
  }

  /// The text without the characters of which the predicate is true.
  func dropping(_ isDropped: (Unicode.Scalar) -> Bool) -> AlignedText {
    rewritten { output in
      eachScalar(in: 0..<bytes.count) { scalar, span in
        if !isDropped(scalar) { output.copy(span) }
      }
    }
  }

  func lowercased(in range: Range<Int>) -> AlignedText {
    rewritten { output in
      eachScalar(in: range) { scalar, span in
        if scalar.isASCII {
          let isCapital = (0x41...0x5A).contains(scalar.value)
          output.append(UInt8(scalar.value) | (isCapital ? 0x20 : 0), for: span)
        } else {
          output.append(scalar.properties.lowercaseMapping.utf8, for: span)
        }
      }
    }
  }

  /// A text rewritten from pieces of this one and new bytes that stand for ranges of it.
  func rewritten(_ write: (inout Rewriter) -> Void) -> AlignedText {
    var rewriter = Rewriter(source: self)
    write(&rewriter)
    return rewriter.result
  }

  struct Rewriter {
    let source: AlignedText
    fileprivate var result = AlignedText()

    fileprivate init(source: AlignedText) {
      self.source = source
      result.bytes.reserveCapacity(source.bytes.count)
      result.origins!.reserveCapacity(source.bytes.count)
    }

    var count: Int { result.bytes.count }

    /// Copies whole characters.
    mutating func copy(_ range: Range<Int>) {
      result.bytes.append(contentsOf: source.bytes[range])
      if let origins = source.origins {
        result.origins!.append(contentsOf: origins[range])
        return
      }
      source.bytes.withUnsafeBufferPointer { bytes in
        var position = range.lowerBound
        while position < range.upperBound {
          let end = min(position + UTF8Text.width(bytes[position]), range.upperBound)
          let origin = Int32(position)..<Int32(end)
          for _ in position..<end { result.origins!.append(origin) }
          position = end
        }
      }
    }

    /// One ASCII character that stands for one.
    mutating func append(_ byte: UInt8, for span: Range<Int>) {
      result.bytes.append(byte)
      result.origins!.append(
        source.origins?[span.lowerBound] ?? Int32(span.lowerBound)..<Int32(span.upperBound))
    }

    mutating func append(_ bytes: some Collection<UInt8>, for range: Range<Int>) {
      let original = source.original(range)
      let origin = Int32(original.lowerBound)..<Int32(original.upperBound)
      result.bytes.append(contentsOf: bytes)
      result.origins!.append(contentsOf: repeatElement(origin, count: bytes.count))
    }
  }
}
