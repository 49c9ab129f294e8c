import Tensors

/// A row on its way: what it begins with, what it has become, and where that is in the cache.
struct DecodingRow {
  /// Among the rows of the call.
  let index: Int
  let beginning: [Int32]
  /// The most tokens to add.
  let limit: Int
  /// Tokens that are held for it.
  var cost = 0
  /// Whether its cache was begun with the angles of long rows.
  var isBegunLong = false
  private(set) var produced: [Int32] = []
  private var sampler: Sampler
  private var shared: [KeyValueCache.Stretch] = []
  private var own: KeyValueCache.Stretch?
  /// How much of its own stretch is written.
  private var filled = 0

  init(index: Int, beginning: [Int32], limit: Int, _ settings: Generator.Settings) {
    self.index = index
    self.beginning = beginning
    self.limit = limit
    let (row, sample) = index.quotientAndRemainder(dividingBy: settings.samples)
    sampler = Sampler(
      settings, seed: settings.seed(row: row, sample: sample), after: beginning)
  }

  /// Tokens so far.
  var count: Int { beginning.count + produced.count }
  var codes: [Int32] { beginning + produced }
  var newest: Int32 { produced.last ?? beginning[beginning.count - 1] }
  /// Tokens that may still come.
  var room: Int { limit - produced.count }

  mutating func choose(_ logits: UnsafeBufferPointer<Float>) -> Int32 { sampler.choose(logits) }
  mutating func add(_ token: Int32) { produced.append(token) }

  /// Its codes are in stretches that others see too, and then in the first `filled` slots of its own.
  mutating func settle(
    after shared: [KeyValueCache.Stretch], in own: KeyValueCache.Stretch, filled: Int
  ) {
    (self.shared, self.own, self.filled) = (shared, own, filled)
  }

  /// Lets go of the cache.
  mutating func leave() { (shared, own, filled) = ([], nil, 0) }

  /// The slot of its newest token.
  mutating func nextSlot() -> Int {
    guard let own, filled < own.range.count else { preconditionFailure("no slot for a token") }
    filled += 1
    return own.range.lowerBound + filled - 1
  }

  /// All that it sees, its newest token included.
  /// - Parameter root: what every row sees first.
  func keys(after root: Range<Int>) -> [AttentionPattern.KeySpan] {
    let written = own.map { $0.range.prefix(filled) } ?? 0..<0
    return AttentionPattern.KeySpan.joined([root] + shared.map(\.range) + [written])
  }
}

extension AttentionPattern.KeySpan {
  /// Stretches of one row in its order, wholly seen; those that touch become one.
  static func joined(_ ranges: [Range<Int>]) -> [Self] {
    var spans: [Self] = []
    for range in ranges where !range.isEmpty {
      if let last = spans.last, last.range.upperBound == range.lowerBound {
        spans[spans.count - 1].range = last.range.lowerBound..<range.upperBound
      } else {
        spans.append(Self(range: range, isCausal: false))
      }
    }
    return spans
  }
}
