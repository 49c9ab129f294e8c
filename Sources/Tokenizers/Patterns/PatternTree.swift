/// A regular expression as it was read.
indirect enum PatternTree {
  case set(ScalarSet)
  case sequence([PatternTree])
  case choice([PatternTree])
  /// Greedy repetition; no upper limit where `most` is nil.
  case repeated(PatternTree, least: Int, most: Int?)
  /// `(?=X)` and `(?!X)` for a single character.
  case lookahead(ScalarSet, negative: Bool)

  var matchesEmpty: Bool {
    switch self {
    case .set: false
    case .sequence(let parts): parts.allSatisfy(\.matchesEmpty)
    case .choice(let parts): parts.contains(where: \.matchesEmpty)
    case .repeated(let body, let least, _): least == 0 || body.matchesEmpty
    case .lookahead: true
    }
  }
}
