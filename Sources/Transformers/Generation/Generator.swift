import Random
import Tensors

/// Continues rows of tokens, many at a time: what they begin with in common is run once, and each step
/// reads the weights once for all of them.
package struct Generator {
  package let model: any CausalModel
  package let conditioning: Conditioning
  /// Any of them ends a row.
  package let ends: Set<Int32>
  package var bounds = DecodingBounds()

  package struct Settings: Hashable, Sendable {
    /// The most tokens to add.
    package var tokens = 64
    /// 0 takes the likeliest token; above, logits are divided by it and a token is drawn.
    package var temperature = 0.0
    /// Only the k likeliest tokens are drawn from, and equals of the last; nil draws from all.
    package var topK: Int? = nil
    /// Only the likeliest tokens that have this share of the probability together are drawn from.
    package var topP: Double? = nil
    /// Only tokens at least this many times as likely as the likeliest one are drawn from.
    package var minP: Double? = nil
    /// Above 1 tokens that a row already has are less likely.
    package var repetitionPenalty = 1.0
    package var seed: UInt64 = 0
    /// Texts for each row: draws of its own, or the best ones that beams find.
    package var samples = 1
    /// Above 1 the likeliest text is searched for with this many unfinished ones at a time.
    package var beams = 1
    /// Finished beams are compared by Σ log p / length^this.
    package var lengthPenalty = 1.0

    package init() {}

    /// The seed of a sample's draws: a row's texts depend on its index, and on no other row. The first
    /// sample of the first row has the seed itself.
    func seed(row: Int, sample: Int) -> UInt64 {
      guard row > 0 || sample > 0 else { return seed }
      var generator = RandomGenerator(seed: UInt64(row) << 32 | UInt64(sample))
      return seed &+ generator.next()
    }
  }

  package init(model: any CausalModel, conditioning: Conditioning, ends: Set<Int32>) {
    self.model = model
    self.conditioning = conditioning
    self.ends = ends
  }

  /// The tokens that follow each row, an end token left out; of each row as many texts as the settings
  /// say, one after the other.
  ///
  /// A row stops at an end token, at the requested length, at the model's last position, or when `onToken`
  /// returns false. No row may be empty.
  /// - Parameter onToken: called with each text's index and token as they come; beams continue whatever it returns.
  package func continuations(
    of rows: [[Int32]], _ settings: Settings,
    onToken: (_ row: Int, _ token: Int32) throws -> Bool
  ) rethrows -> [[Int32]] {
    try Continuing(model: model).texts(
      after: rows, conditioning, settings, ends: ends, bounds, onToken)
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

extension DecodingModel {
  /// As many texts for each row as the settings say, sampled or searched for.
  func texts(
    after rows: [[Int32]], _ conditioning: Conditioning, _ settings: Generator.Settings,
    ends: Set<Int32>, _ bounds: DecodingBounds,
    _ onToken: (_ text: Int, _ token: Int32) throws -> Bool
  ) rethrows -> [[Int32]] {
    guard settings.beams > 1 else {
      let repeated = rows.flatMap { Array(repeating: $0, count: settings.samples) }
      var decoding = Decoding(
        repeated, by: self, conditioning: conditioning, settings, ends: ends, bounds)
      return try decoding.run(onToken)
    }
    var texts: [[Int32]] = []
    for (index, row) in rows.enumerated() {
      let search = BeamSearch(
        row, row: index, by: self, conditioning: conditioning, settings, ends: ends)
      texts += try search.run { token in _ = try onToken(index * settings.samples, token) }
    }
    return texts
  }
}
