/// A row as the model sees it.
package struct RenderedRow: Sendable {
  /// Token ids, and `-1 - k` for row k of the soft prompt.
  package var codes: [Int32]
  /// Whether each token is a target.
  package var isTarget: [Bool]
  /// The row of the dataset that this came from.
  package var row: Int

  package init(codes: [Int32], isTarget: [Bool], row: Int) {
    self.codes = codes
    self.isTarget = isTarget
    self.row = row
  }

  /// Positions of the tokens that are predicted: targets that have something in front of them.
  var predicted: [Int] {
    codes.indices.filter { $0 > 0 && isTarget[$0] }
  }
}
