import Patterns

/// Tokens that are cut out of the text before anything else looks at it: `<|endoftext|>`.
struct AddedTokens: Sendable {
  struct Token: Sendable {
    let id: Int32
    let content: [UInt8]
    /// What is looked for in the text, and what decoding gives: normalised where the token is.
    let form: [UInt8]
    let isSpecial: Bool
    /// Looked for in the normalised text rather than in the original.
    let isNormalized: Bool
    let isSingleWord: Bool
    let takesSpacesBefore: Bool
    let takesSpacesAfter: Bool
  }

  enum Segment {
    case text(Range<Int>)
    case token(Int32, Range<Int>)
  }

  private(set) var tokens: [Token] = []
  private var indexByID: [Int32: Int] = [:]
  private var raw = Trie()
  private var normalized = Trie()

  /// Special tokens found as they are written, wherever they are.
  init(special contents: [[UInt8]]) {
    for (index, content) in contents.enumerated() {
      tokens.append(
        Token(
          id: Int32(index), content: content, form: content, isSpecial: true, isNormalized: false,
          isSingleWord: false, takesSpacesBefore: false, takesSpacesAfter: false))
      indexByID[Int32(index)] = index
      raw.insert(content, index)
    }
  }

  init(
    field: Field?, vocabulary: Vocabulary, normalizer: Normalizer?
  ) throws(TokenizerError) {
    guard let field else { return }
    var contents: Set<[UInt8]> = []
    for element in try field.elements() {
      let idField = try element.member("id")
      let id = try idField.id()
      let content = try element.member("content").text()
      let name = String(decoding: content, as: UTF8.self)
      let isSpecial = try element.flag("special", default: false)
      let isNormalized = try element.flag("normalized", default: !isSpecial)
      let token = Token(
        id: id, content: content,
        form: isNormalized ? normalizer?.apply(to: content) ?? content : content,
        isSpecial: isSpecial, isNormalized: isNormalized,
        isSingleWord: try element.flag("single_word", default: false),
        takesSpacesBefore: try element.flag("lstrip", default: false),
        takesSpacesAfter: try element.flag("rstrip", default: false))
      guard indexByID[id] == nil else { throw .duplicateID(field: idField.path, id: Int(id)) }
      guard contents.insert(content).inserted else {
        throw .duplicateToken(field: element.child("content"), token: name)
      }
      if let modelID = vocabulary.id(of: content) {
        if modelID != id {
          throw .conflictingID(
            field: idField.path, token: name, id: Int(id), modelID: Int(modelID))
        }
      } else if vocabulary.contains(id) {
        throw .duplicateID(field: idField.path, id: Int(id))
      }
      indexByID[id] = tokens.count
      if token.isNormalized {
        normalized.insert(token.form, tokens.count)
      } else {
        raw.insert(token.form, tokens.count)
      }
      tokens.append(token)
    }
  }

  func token(_ id: Int32) -> Token? { indexByID[id].map { tokens[$0] } }

  func id(of content: [UInt8]) -> Int32? { tokens.first { $0.content == content }?.id }

  /// Cuts the tokens of one kind out of a range of the text.
  func split(_ text: [UInt8], _ range: Range<Int>, normalized isNormalized: Bool) -> [Segment] {
    let trie = isNormalized ? normalized : raw
    if trie.isEmpty { return range.isEmpty ? [] : [.text(range)] }
    return text.withUnsafeBufferPointer { split($0, range, trie) }
  }

  private func split(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ trie: Trie
  ) -> [Segment] {
    var segments: [Segment] = []
    var done = range.lowerBound
    var position = range.lowerBound
    while position < range.upperBound {
      guard let (end, index) = trie.longest(text, from: position, to: range.upperBound) else {
        position += 1
        continue
      }
      let token = tokens[index]
      var (start, stop) = (position, end)
      position = end
      if token.isSingleWord {
        let touches =
          (start > range.lowerBound
            && GeneralCategory.isWord(UTF8Text.scalar(text, before: start).scalar))
          || (stop < range.upperBound
            && GeneralCategory.isWord(UTF8Text.scalar(text, at: stop).scalar))
        if touches { continue }
      }
      if token.takesSpacesBefore {
        while start > done {
          let (scalar, width) = UTF8Text.scalar(text, before: start)
          if !scalar.properties.isWhitespace { break }
          start -= width
        }
      }
      if token.takesSpacesAfter {
        while stop < range.upperBound {
          let (scalar, width) = UTF8Text.scalar(text, at: stop)
          if !scalar.properties.isWhitespace { break }
          stop += width
        }
      }
      if done < start { segments.append(.text(done..<start)) }
      segments.append(.token(token.id, start..<stop))
      done = stop
    }
    if done < range.upperBound { segments.append(.text(done..<range.upperBound)) }
    return segments
  }
}

/// Byte strings to find, the longest first, in time that depends on the text alone.
private struct Trie: Sendable {
  private var children: [[UInt8: Int]] = [[:]]
  private var values: [Int?] = [nil]
  private var firstBytes = [Bool](repeating: false, count: 256)

  var isEmpty: Bool { values.count == 1 }

  mutating func insert(_ key: [UInt8], _ value: Int) {
    guard let first = key.first else { return }
    firstBytes[Int(first)] = true
    var node = 0
    for byte in key {
      if let next = children[node][byte] {
        node = next
      } else {
        children[node][byte] = values.count
        node = values.count
        children.append([:])
        values.append(nil)
      }
    }
    values[node] = values[node] ?? value
  }

  @inline(__always)
  func longest(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int
  ) -> (end: Int, value: Int)? {
    guard firstBytes[Int(text[start])] else { return nil }
    var node = 0
    var found: (Int, Int)?
    var position = start
    while position < limit, let next = children[node][text[position]] {
      node = next
      position += 1
      if let value = values[node] { found = (position, value) }
    }
    return found
  }
}
