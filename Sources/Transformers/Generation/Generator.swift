import Tensors

/// Continues rows of tokens, many at a time: what they begin with in common is run once, and each step
/// reads the weights once for all of them.
package struct Generator {
  package let model: any CausalModel
  package let steering: Steering
  package let end: Int32?
  package var bounds = DecodingBounds()

  package struct Settings: Hashable, Sendable {
    /// The most tokens to add.
    package var tokens = 64
    /// 0 takes the likeliest token; above, logits are divided by it and a token is drawn.
    package var temperature = 0.0
    /// Only the k likeliest tokens are drawn from; nil draws from all.
    package var topK: Int? = nil
    /// Of every row's own draws: what a row becomes does not depend on the others.
    package var seed: UInt64 = 0

    package init() {}
  }

  package init(model: any CausalModel, steering: Steering, end: Int32?) {
    self.model = model
    self.steering = steering
    self.end = end
  }

  /// The tokens that follow each row, the end token left out.
  ///
  /// A row stops at the end token, at the asked length, at the model's last position, or when `onToken`
  /// returns false. No row may be empty.
  /// - Parameter onToken: told each row's index and token as they come.
  package func continuations(
    of rows: [[Int32]], _ settings: Settings,
    onToken: (_ row: Int, _ token: Int32) throws -> Bool
  ) rethrows -> [[Int32]] {
    var decoding = Decoding(
      rows, by: Continuing(model: model), steering: steering, settings, end: end, bounds)
    return try decoding.run(onToken)
  }

  package func continuations(of rows: [[Int32]], _ settings: Settings) -> [[Int32]] {
    continuations(of: rows, settings) { _, _ in true }
  }

  package func continuation(of codes: [Int32], _ settings: Settings) -> [Int32] {
    continuations(of: [codes], settings)[0]
  }
}

/// A decoder as its rows decode together.
private struct Continuing: DecodingModel {
  let model: any CausalModel

  var shape: ModelShape { model.shape }
  var angleLimit: Int? { model.angleLimit }
  var cacheLimit: Int? { model.cacheLimit }
  var sharesBeginnings: Bool { true }

  func tokensBeside(row: Int) -> Int { 0 }
  func begin(_ rows: [Int]) {}
  func end(_ row: Int) {}

  func logits(_ pass: ForwardPass, owners: [Int], rows: [Int32]) -> Variable {
    model.logits(pass, rows: rows)
  }
}
