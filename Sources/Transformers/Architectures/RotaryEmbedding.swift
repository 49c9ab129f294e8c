import Foundation
import Tensors

/// The frequencies that rotate queries and keys by their positions (Su et al. 2021), R/2 for a head of
/// which R elements rotate, as a configuration scales them.
package struct RotaryEmbedding: Sendable {
  /// Radians a position.
  package var frequencies: [Float]
  /// Those of a pass that reaches past a number of positions (LongRoPE).
  package var long: Long?
  /// What the rotated elements are multiplied by.
  package var magnitude: Float = 1

  package struct Long: Sendable {
    package var frequencies: [Float]
    package var beyond: Int
  }

  /// The angles of a pass. Its furthest position chooses the frequencies for all, as transformers does;
  /// keys in a cache stay as an earlier pass rotated them.
  func rotation(_ positions: [Int32]) -> Rotation {
    let length = Int(positions.max() ?? -1) + 1
    let isLong = long.map { length > $0.beyond } ?? false
    return Rotation(
      positions: positions, frequencies: isLong ? long!.frequencies : frequencies,
      magnitude: magnitude)
  }
}
