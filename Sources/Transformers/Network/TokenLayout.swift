import Tensors

/// The tokens of one forward pass, rows end to end with nothing padded, and who sees whom.
///
/// `codes[i] ≥ 0` is a token id; `-1 - k` means row k of the soft prompt. Length N.
package struct TokenLayout: Sendable {
  package var codes: [Int32]
  /// Position of each token within its own row, N of them.
  package var positions: [Int32]
  package var pattern: AttentionPattern
  /// The segment of each token, N numbers; empty where all are 0.
  package var types: [Int32] = []

  package init(codes: [Int32], positions: [Int32], pattern: AttentionPattern) {
    self.codes = codes
    self.positions = positions
    self.pattern = pattern
  }

  /// One row of tokens, of which the first `past` are in a cache already.
  /// - Parameter isCausal: a token sees only those before it; false for an encoder's.
  package init(row codes: [Int32], past: Int = 0, isCausal: Bool = true) {
    let own = AttentionPattern.KeySpan(range: past..<past + codes.count, isCausal: isCausal)
    let cached = AttentionPattern.KeySpan(range: 0..<past, isCausal: false)
    self.init(
      codes: codes,
      positions: (0..<codes.count).map { Int32(past + $0) },
      pattern: AttentionPattern(blocks: [
        .init(queries: 0..<codes.count, keys: past > 0 ? [cached, own] : [own])
      ]))
  }

  /// Rows end to end, none of which sees another.
  package init(rows: [[Int32]], isCausal: Bool = true) {
    var start = 0
    let blocks = rows.map { row in
      let range = start..<start + row.count
      start = range.upperBound
      return AttentionPattern.Block(
        queries: range, keys: [.init(range: range, isCausal: isCausal)])
    }
    self.init(
      codes: rows.flatMap(\.self), positions: rows.flatMap { $0.indices.map(Int32.init) },
      pattern: AttentionPattern(blocks: blocks))
  }
}
