/// Words seen before with the tokens they gave; a full cache forgets everything and starts over.
struct WordCache {
  private struct Entry {
    var hash = 0
    var word: Range<Int32> = 0..<0
    var symbols: Range<Int32> = 0..<0
  }

  /// Longer words seldom come twice.
  private static let wordLimit = 64
  private static let probes = 4
  private static let storageLimit = 1 << 21
  private var entries = Array(repeating: Entry(), count: 1 << 14)
  private var words: [UInt8] = []
  private var symbols: [Symbol] = []

  /// Appends the word's symbols to `output` and is true, or is false where it isn't known.
  func look(
    up word: UnsafeBufferPointer<UInt8>, hash: Int, into output: inout [Symbol]
  ) -> Bool {
    for probe in 0..<Self.probes {
      let entry = entries[(hash &+ probe) & (entries.count - 1)]
      if entry.hash == hash, matches(entry, word) {
        output.append(
          contentsOf: symbols[Int(entry.symbols.lowerBound)..<Int(entry.symbols.upperBound)])
        return true
      }
    }
    return false
  }

  private func matches(_ entry: Entry, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard entry.word.count == word.count else { return false }
    return words.withUnsafeBufferPointer {
      UnsafeBufferPointer(rebasing: $0[Int(entry.word.lowerBound)..<Int(entry.word.upperBound)])
        .elementsEqual(word)
    }
  }

  mutating func insert(
    _ word: UnsafeBufferPointer<UInt8>, hash: Int, symbols new: ArraySlice<Symbol>
  ) {
    guard word.count <= Self.wordLimit else { return }
    if words.count > Self.storageLimit {
      words.removeAll(keepingCapacity: true)
      symbols.removeAll(keepingCapacity: true)
      for index in entries.indices { entries[index] = Entry() }
    }
    var slot = hash & (entries.count - 1)
    for probe in 0..<Self.probes {
      let candidate = (hash &+ probe) & (entries.count - 1)
      if entries[candidate].word.isEmpty {
        slot = candidate
        break
      }
    }
    let wordStart = Int32(words.count)
    words.append(contentsOf: word)
    let symbolStart = Int32(symbols.count)
    symbols.append(contentsOf: new)
    entries[slot] = Entry(
      hash: hash, word: wordStart..<Int32(words.count),
      symbols: symbolStart..<Int32(symbols.count))
  }

  static func hash(_ word: UnsafeBufferPointer<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(word))
    return hasher.finalize()
  }
}
