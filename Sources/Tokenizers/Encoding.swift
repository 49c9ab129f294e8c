/// A text, or two, as ids, each with the range it came from.
package struct Encoding: Equatable, Sendable {
  package enum Source: Equatable, Sendable {
    case first, second
    /// A token that the file puts around the texts.
    case added
  }

  /// Neighbouring tokens of one source.
  package struct Part: Equatable, Sendable {
    package let source: Source
    /// The segment that BERT-like models take: 0 or 1 in most files.
    package let typeID: Int32
    /// Indices into `ids`.
    package let tokens: Range<Int>
  }

  package internal(set) var ids: [Int32] = []
  /// UTF-8 byte ranges of the original text, of whole characters: tokens that share a character
  /// share its range. Spaces belong to their token even where the file asks to trim them, since a
  /// target that is a space must be found. Tokens that are not in the text have `0..<0`. Those of
  /// the second text count from its own start.
  package internal(set) var offsets: [Range<Int>] = []
  /// From left to right, covering all tokens, none empty.
  package private(set) var parts: [Part] = []

  package var count: Int { ids.count }

  /// A type id for each token.
  package var typeIDs: [Int32] {
    parts.flatMap { repeatElement($0.typeID, count: $0.tokens.count) }
  }

  /// Where each token comes from.
  package var sources: [Source] {
    parts.flatMap { repeatElement($0.source, count: $0.tokens.count) }
  }

  mutating func append(_ id: Int32, _ range: Range<Int>) {
    ids.append(id)
    offsets.append(range)
  }

  /// Makes a part of the tokens appended since the one before.
  mutating func closePart(_ source: Source, typeID: Int32) {
    let tokens = (parts.last?.tokens.upperBound ?? 0)..<count
    if !tokens.isEmpty { parts.append(Part(source: source, typeID: typeID, tokens: tokens)) }
  }
}
