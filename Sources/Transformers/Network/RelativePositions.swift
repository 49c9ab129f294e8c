import Foundation
import Tensors

/// The distances between tokens as T5 buckets them: near ones each by itself, further ones in ever
/// wider buckets (Raffel et al. 2020).
package struct RelativePositions {
  /// `[buckets, heads]`.
  package let table: Variable
  /// Of the distances key − query from −furthest to furthest.
  private let buckets: [Int32]

  package init(table: Variable, furthest: Int, isBidirectional: Bool) {
    self.table = table
    buckets = Self.buckets(
      count: table.shape[0], furthest: furthest, isBidirectional: isBidirectional)
  }

  /// Scores that fall by a slope of each head's for every position that a key is further back (ALiBi).
  /// - Parameter furthest: the furthest back that a key is.
  init(slopes: [Float], furthest: Int) {
    let furthest = max(1, furthest)
    table = Variable(
      Tensor(
        (0...furthest).flatMap { distance in slopes.map { -$0 * Float(distance) } },
        shape: [furthest + 1, slopes.count]))
    buckets = (-furthest...furthest).map { Int32(max(0, -$0)) }
  }

  func bias(queries: [Int32], keys: [Int32]) -> PositionBias {
    PositionBias(table: table, buckets: buckets, queries: queries, keys: keys)
  }

  /// - Parameters:
  ///   - count: of all buckets; where keys may follow their query, half of them are for those.
  ///   - furthest: from this distance on all share the last bucket; above count / 2.
  package static func buckets(count: Int, furthest: Int, isBidirectional: Bool) -> [Int32] {
    let side = isBidirectional ? count / 2 : count
    let exact = side / 2
    precondition(exact > 0 && furthest > exact, "\(count) buckets up to \(furthest)")
    // In f32, as torch computes it: the edges of buckets fall on whole distances.
    let width = Float(log(Double(furthest) / Double(exact)))
    return (-furthest...furthest).map { distance in
      let isAfter = distance > 0
      guard isBidirectional || !isAfter else { return 0 }
      let first = isAfter ? side : 0
      let size = abs(distance)
      guard size >= exact else { return Int32(first + size) }
      let wide = log(Float(size) / Float(exact)) / width * Float(side - exact)
      return Int32(first + min(side - 1, exact + Int(wide)))
    }
  }
}
