import Foundation

/// Cosines and sines of N tokens' positions under R/2 frequencies, as rotary embeddings use them
/// (Su et al. 2021).
package struct Rotation: Sendable {
  /// R/2: each token has one angle for a pair of elements.
  package let pairs: Int
  /// [N, R/2] each.
  let cosines: Tensor
  let sines: Tensor

  /// - Parameters:
  ///   - frequencies: radians a position, R/2 of them.
  ///   - magnitude: what the rotated elements are multiplied by.
  package init(positions: [Int32], frequencies: [Float], magnitude: Float) {
    pairs = frequencies.count
    var cosines = Tensor.uninitialized([positions.count, frequencies.count])
    var sines = cosines
    let (cosine, sine) = (cosines.mutableBase, sines.mutableBase)
    for (token, position) in positions.enumerated() {
      for (pair, frequency) in frequencies.enumerated() {
        // Rounded to f32 as the models were trained with it.
        let angle = Float(position) * frequency
        cosine[token * pairs + pair] = cos(angle) * magnitude
        sine[token * pairs + pair] = sin(angle) * magnitude
      }
    }
    self.cosines = cosines
    self.sines = sines
  }

  private init(cosines: Tensor, sines: Tensor) {
    pairs = cosines.shape[1]
    (self.cosines, self.sines) = (cosines, sines)
  }

  /// The angles of some of the tokens.
  package func rows(_ rows: [Int32]) -> Rotation {
    func gathered(_ angles: Tensor) -> Tensor {
      Tape(recording: false).gatherRows(Variable(angles), rows).value
    }
    return Rotation(cosines: gathered(cosines), sines: gathered(sines))
  }

  var tokens: Int { cosines.shape[0] }
}
