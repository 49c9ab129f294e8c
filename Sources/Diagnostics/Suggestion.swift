/// The known word that a person most likely meant.
package enum Suggestion {
  /// The candidate nearest to `word`, or nil where none is near enough to be helpful.
  package static func closest(
    to word: String, among candidates: some Sequence<String>
  ) -> String? {
    let plain = simplified(word)
    // One letter is near every other one.
    let limit = plain.count < 2 ? 0 : max(1, plain.count / 3)
    var best: (word: String, distance: Int)?
    for candidate in candidates where candidate != word {
      let other = simplified(candidate)
      let distance = distance(plain, other, limit: limit)
      if distance <= limit, best == nil || distance < best!.distance {
        best = (candidate, distance)
      }
    }
    return best?.word
  }

  /// How far a word is from one that may be meant: as an edit distance, but what is never mistyped is far.
  private static func distance(_ word: [Character], _ meant: [Character], limit: Int) -> Int {
    // A long word begun rightly is a better guess than its edit distance says.
    if word.count >= 3, meant.starts(with: word) { return 1 }
    if meant.count >= 3, word.starts(with: meant), meant.count * 2 > word.count { return 1 }
    let edits = editDistance(word, meant, limit: limit)
    guard edits > 0, edits <= limit, word.count == meant.count else { return edits }
    let isSwap = word.sorted() == meant.sorted()
    // Another letter at the start, or one of three, is another word: `now` isn't `pow`, `set` isn't `let`.
    return isSwap || (word.first == meant.first && word.count > 3) ? edits : edits + 1
  }

  /// ``did you mean `soft`?``, or nil.
  package static func question(
    for word: String, among candidates: some Sequence<String>
  ) -> String? {
    closest(to: word, among: candidates).map { "did you mean `\($0)`?" }
  }

  /// Letters alone: case, `_` and `-` are what people misremember first.
  private static func simplified(_ word: String) -> [Character] {
    word.prefix(64).lowercased().filter { $0 != "_" && $0 != "-" }
  }

  /// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
  private static func editDistance(_ a: [Character], _ b: [Character], limit: Int) -> Int {
    if abs(a.count - b.count) > limit { return limit + 1 }
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let same = a[i - 1] == b[j - 1]
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], beforeLast[j - 2] + 1)
        }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
