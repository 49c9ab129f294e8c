import Foundation
import Tensors

/// How many of the values that it was shown are NaN or infinite.
package struct Finiteness {
  private(set) var nan = 0
  private(set) var infinite = 0

  package init() {}

  var isFinite: Bool { nan == 0 && infinite == 0 }

  /// A weight that isn't a number makes every loss one that isn't; no run could tell why.
  package func check(_ name: String, in file: URL?, of count: Int) throws {
    guard !isFinite else { return }
    throw CheckpointError.notFinite(
      file: file, tensor: name, nan: nan, infinite: infinite, of: count)
  }

  package mutating func look(at tensor: Tensor) {
    tensor.withValues { values in
      // The largest magnitude by its bits: those of infinity and of every NaN are above all others.
      var highest: Int32 = 0
      for value in values {
        highest = max(highest, Int32(truncatingIfNeeded: value.bitPattern & 0x7FFF_FFFF))
      }
      guard highest >= 0x7F80_0000 else { return }
      for value in values where !value.isFinite {
        if value.isNaN { nan += 1 } else { infinite += 1 }
      }
    }
  }
}
