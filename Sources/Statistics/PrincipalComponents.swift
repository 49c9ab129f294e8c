import Foundation

/// The directions along which points spread most (Pearson 1901), and the points along them.
package struct PrincipalComponents {
  /// For each point its coordinates along the components, the widest spread first: `[rows][count]`.
  package let coordinates: [[Double]]
  /// Of each component the share of the whole variance; 0 where nothing varies.
  package let shares: [Double]

  private static let mostIterations = 500

  /// - Parameters:
  ///   - values: points row by row, `[rows, columns]`, all finite.
  ///   - count: components wanted; there may be fewer that are not zero.
  package init(_ values: [Float], columns: Int, count: Int) {
    let rows = columns > 0 ? values.count / columns : 0
    var centred = values.prefix(rows * columns).map(Double.init)
    for column in 0..<columns {
      let mean =
        (0..<rows).reduce(0.0) { $0 + centred[$1 * columns + column] / Double(max(1, rows)) }
      for row in 0..<rows { centred[row * columns + column] -= mean }
    }
    let total = centred.reduce(0) { $0 + $1 * $1 }
    var coordinates = [[Double]](repeating: [], count: rows)
    var shares: [Double] = []
    for component in 0..<count {
      let direction = Self.direction(centred, rows: rows, columns: columns, seed: component)
      var variance = 0.0
      for row in 0..<rows {
        let start = row * columns
        let length = (0..<columns).reduce(0.0) { $0 + centred[start + $1] * direction[$1] }
        coordinates[row].append(length)
        variance += length * length
        // What is left varies in other directions alone.
        for column in 0..<columns { centred[start + column] -= length * direction[column] }
      }
      shares.append(total > 0 ? variance / total : 0)
    }
    self.coordinates = coordinates
    self.shares = shares
  }

  /// The unit vector along which the points spread most, by the power method on XᵀX, which is never
  /// formed. Its largest element is positive, so that the same points give the same picture.
  private static func direction(
    _ points: [Double], rows: Int, columns: Int, seed: Int
  ) -> [Double] {
    var direction = (0..<columns).map { 1 + cos(Double($0 * (seed + 2))) / 2 }
    normalize(&direction)
    for _ in 0..<mostIterations {
      var next = [Double](repeating: 0, count: columns)
      for row in 0..<rows {
        let start = row * columns
        let length = (0..<columns).reduce(0.0) { $0 + points[start + $1] * direction[$1] }
        for column in 0..<columns { next[column] += length * points[start + column] }
      }
      guard normalize(&next) else { return direction.map { _ in 0 } }
      let change = zip(next, direction).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      direction = next
      if change < 1e-18 { break }
    }
    let largest = direction.max { abs($0) < abs($1) } ?? 1
    return largest < 0 ? direction.map { -$0 } : direction
  }

  @discardableResult
  private static func normalize(_ vector: inout [Double]) -> Bool {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 1e-150, length.isFinite else { return false }
    for index in vector.indices { vector[index] /= length }
    return true
  }
}
