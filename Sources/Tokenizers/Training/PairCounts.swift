/// How often each pair of neighbours occurs in a corpus of counted words, kept while merging.
struct PairCounts {
  struct Pair: Hashable {
    let left: Int
    let right: Int
  }

  private struct Candidate {
    let count: Int
    let pair: Pair
  }

  private var words: [[Int]] = []
  private var frequencies: [Int] = []
  private var counts: [Pair: Int] = [:]
  /// Words in which the pair has occurred; some of them may have lost it since.
  private var occurrences: [Pair: [Int]] = [:]
  /// Best first. An entry whose count has changed since is put right when it comes up.
  private var heap = Heap<Candidate>()
  private var isHeapReady = false

  init(words counted: [[UInt8]: Int]) {
    for (word, frequency) in counted {
      words.append(word.map { Int($0) })
      frequencies.append(frequency)
      for pair in Self.pairs(words[words.count - 1]) {
        counts[pair, default: 0] += frequency
        if occurrences[pair]?.last != words.count - 1 {
          occurrences[pair, default: []].append(words.count - 1)
        }
      }
    }
  }

  /// The most frequent pair, of equals the one whose tokens come first.
  mutating func best(_ tokens: [[UInt8]], least: Int) -> Pair? {
    func precedes(_ first: Candidate, _ second: Candidate) -> Bool {
      Self.precedes(first, second, tokens)
    }
    if !isHeapReady {
      isHeapReady = true
      for (pair, count) in counts { heap.push(Candidate(count: count, pair: pair), by: precedes) }
    }
    for pair in fresh { heap.push(Candidate(count: counts[pair]!, pair: pair), by: precedes) }
    fresh.removeAll()
    while let top = heap.pop(by: precedes) {
      let count = counts[top.pair] ?? 0
      if count == top.count { return count >= least ? top.pair : nil }
      if count > 0 { heap.push(Candidate(count: count, pair: top.pair), by: precedes) }
    }
    return nil
  }

  /// Pairs that the last merge made.
  private var fresh: Set<Pair> = []

  mutating func merge(_ pair: Pair, into id: Int) {
    for word in occurrences.removeValue(forKey: pair) ?? [] {
      let old = words[word]
      var new: [Int] = []
      var index = 0
      while index < old.count {
        if index + 1 < old.count, old[index] == pair.left, old[index + 1] == pair.right {
          new.append(id)
          index += 2
        } else {
          new.append(old[index])
          index += 1
        }
      }
      if new.count == old.count { continue }
      words[word] = new
      for lost in Self.pairs(old) { counts[lost]! -= frequencies[word] }
      for made in Self.pairs(new) {
        counts[made, default: 0] += frequencies[word]
        if made.left == id || made.right == id {
          fresh.insert(made)
          if occurrences[made]?.last != word { occurrences[made, default: []].append(word) }
        }
      }
    }
    counts[pair] = nil
    fresh.remove(pair)
  }

  private static func pairs(_ word: [Int]) -> some Sequence<Pair> {
    zip(word, word.dropFirst()).lazy.map { Pair(left: $0, right: $1) }
  }

  private static func precedes(
    _ first: Candidate, _ second: Candidate, _ tokens: [[UInt8]]
  ) -> Bool {
    if first.count != second.count { return first.count > second.count }
    if first.pair.left != second.pair.left {
      return tokens[first.pair.left].lexicographicallyPrecedes(tokens[second.pair.left])
    }
    return tokens[first.pair.right].lexicographicallyPrecedes(tokens[second.pair.right])
  }
}
