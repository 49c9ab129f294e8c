/// The known word that a person most likely meant.
package enum Suggestion {
  /// The candidate nearest to `word`, or nil where none is near enough to be helpful; among `many`,
  /// such as all functions, a short word is near one by chance.
  package static func closest(
    to word: String, among candidates: some Sequence<String>, many: Bool = false
  ) -> String? {
    let plain = simplified(word)
    // One or two letters are near too many others.
    let limit = plain.count < 3 ? 0 : max(1, plain.count / 3)
    var best: (word: String, distance: Int)?
    for candidate in candidates where candidate != word {
      let other = simplified(candidate)
      let distance = distance(plain, other, limit: limit, short: many ? 4 : 3)
      if distance <= limit, best == nil || distance < best!.distance {
        best = (candidate, distance)
      }
    }
    return best?.word
  }

  /// How far a word is from one that may be meant: as an edit distance, but what is no slip of the
  /// fingers is one further.
  private static func distance(_ word: [Character], _ meant: [Character], limit: Int, short: Int)
    -> Int
  {
    // A long word begun rightly is a better guess than its edit distance says.
    if word.count >= 3, meant.starts(with: word) { return 1 }
    if meant.count >= 4, word.starts(with: meant), meant.count * 2 > word.count { return 1 }
    let edits = editDistance(word, meant, limit: limit)
    guard edits > 0, edits <= limit else { return edits }
    let isShort = word.count <= short
    let isSlip: Bool
    if word.count == meant.count {
      // Another letter at the start, or in a short word, is another word: `now` isn't `pow`.
      isSlip = word.sorted() == meant.sorted() || (word.first == meant.first && !isShort)
    } else {
      // So is a letter more, unless it is a doubled one: `lenn` is `len`, `cols` isn't `cos`.
      isSlip = !isShort || word.count < meant.count || squeezed(word) == squeezed(meant)
    }
    return isSlip ? edits : edits + 1
  }

  /// Each run of a letter as one.
  private static func squeezed(_ word: [Character]) -> [Character] {
    word.indices.filter { $0 == 0 || word[$0] != word[$0 - 1] }.map { word[$0] }
  }

  /// ``did you mean `soft`?``, or nil.
  package static func question(
    for word: String, among candidates: some Sequence<String>, many: Bool = false
  ) -> String? {
    closest(to: word, among: candidates, many: many).map { "did you mean `\($0)`?" }
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
