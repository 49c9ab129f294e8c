import Tensors

/// What rows that decode together ask of their model. Rows are known by their index among all of the call's.
protocol DecodingModel {
  /// Of what writes: of an encoder–decoder its decoder's.
  var shape: ModelShape { get }
  var angleLimit: Int? { get }
  var cacheLimit: Int? { get }
  /// Whether what rows begin with in common has the same keys and values in all of them.
  var sharesBeginnings: Bool { get }

  /// Tokens that are held for a row besides its own.
  func tokensBeside(row: Int) -> Int
  /// Some rows are about to be run from their beginnings.
  func begin(_ rows: [Int])
  /// A row is done.
  func end(_ row: Int)

  /// Logits `[rows.count, V]` at the given tokens of the pass.
  /// - Parameter owners: a row that each block of the pass belongs to.
  func logits(_ pass: ForwardPass, owners: [Int], rows: [Int32]) -> Variable
}
