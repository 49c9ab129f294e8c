import Foundation
import Tensors

/// The frequencies that turn queries and keys by their positions (Su et al. 2021), R/2 for a head of
/// which R elements turn, as a configuration scales them.
struct RotaryEmbedding: Sendable {
  /// Radians a position.
  var frequencies: [Float]
  /// What takes their place in a pass that reaches past a number of positions (LongRoPE).
  var long: Long?
  /// What the turned elements are multiplied by.
  var magnitude: Float = 1

  struct Long: Sendable {
    var frequencies: [Float]
    var beyond: Int
  }

  /// The angles of a pass. Its furthest position chooses the frequencies for all, as transformers does;
  /// keys in a cache stay as an earlier pass turned them.
  func rotation(_ positions: [Int32]) -> Rotation {
    let length = Int(positions.max() ?? -1) + 1
    let isLong = long.map { length > $0.beyond } ?? false
    return Rotation(
      positions: positions, frequencies: isLong ? long!.frequencies : frequencies,
      magnitude: magnitude)
  }
}
