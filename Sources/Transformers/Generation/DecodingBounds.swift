/// How much decodes together.
package struct DecodingBounds: Hashable, Sendable {
  /// Beyond this many rows a step is bound by arithmetic, and more of them are no faster.
  package var rows = 64
  /// Of keys and values that are held at once; one row may need more.
  package var cacheBytes = 512 << 20

  package init() {}

  /// Tokens that one pass over beginnings takes at most, but for a longer single stretch of them: as many
  /// as fill the processor's caches.
  static let passTokens = 1024

  func tokens(_ shape: ModelShape) -> Int {
    cacheBytes / max(1, KeyValueCache.bytesPerToken(shape))
  }
}

extension Array {
  /// Runs of elements whose sizes add up to at most `most`, or of one that is larger.
  func cut(intoSumsOf most: Int, by size: (Element) -> Int) -> [ArraySlice<Element>] {
    var parts: [ArraySlice<Element>] = []
    var (first, sum) = (0, 0)
    for (index, element) in enumerated() {
      let own = size(element)
      if index > first, sum + own > most {
        parts.append(self[first..<index])
        (first, sum) = (index, 0)
      }
      sum += own
    }
    if first < count { parts.append(self[first...]) }
    return parts
  }
}
