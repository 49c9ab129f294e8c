/// A text as ids, each with the place it came from.
package struct Encoding: Equatable, Sendable {
  package internal(set) var ids: [Int32] = []
  /// UTF-8 byte ranges of the original text, of whole characters: tokens that share a character
  /// share its range. Spaces belong to their token even where the file asks to trim them, since a
  /// target that is a space must be found. Tokens that are not in the text have `0..<0`.
  package internal(set) var offsets: [Range<Int>] = []

  package var count: Int { ids.count }

  mutating func append(_ id: Int32, _ range: Range<Int>) {
    ids.append(id)
    offsets.append(range)
  }
}
