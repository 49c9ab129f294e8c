/// Where the gradients of attention's operands go.
///
/// A slot that had no gradient and of which the operands fill all columns is written without being
/// cleared first.
struct AttentionTargets {
  /// Where one operand's gradient is written.
  struct Target {
    let start: UnsafeMutablePointer<Float>
    let stride: Int
    let size: Int
    /// What the memory holds is not a gradient yet.
    let isFresh: Bool

    /// Stores rows [rows, width] of one head.
    func store(
      _ x: UnsafePointer<Float>, width: Int, rows: Range<Int>, head: Int, adds: Bool
    ) {
      Kernels.unpackRows(
        x, width: width, factors: nil, into: start + rows.lowerBound * stride + head * size,
        stride: stride, rows: rows.count, size: size, adds: adds)
    }

    func clear(rows: Range<Int>, head: Int) {
      for row in rows {
        (start + row * stride + head * size).update(repeating: 0, count: size)
      }
    }
  }

  private let targets: [Target?]

  subscript(index: Int) -> Target? { targets[index] }

  init(
    _ operands: [(operand: AttentionJob.Operand, heads: Int, slot: GradientSlot?)], size: Int
  ) {
    var opened: [ObjectIdentifier: (start: UnsafeMutablePointer<Float>, isFresh: Bool)] = [:]
    targets = operands.map { operand, heads, slot in
      guard let slot else { return nil }
      let (rows, stride) = (operand.rows, operand.stride)
      if opened[ObjectIdentifier(slot)] == nil {
        let ranges = operands.filter { $0.slot === slot }.map {
          $0.operand.first..<$0.operand.first + $0.heads * size
        }.sorted { $0.lowerBound < $1.lowerBound }
        let ends = [0] + ranges.map(\.upperBound)
        let isFilled = ends.last == stride && zip(ranges, ends).allSatisfy { $0.lowerBound == $1 }
        slot.write([rows, stride]) { start, isFresh in
          if isFresh, !isFilled {
            Threads.parallel(rows, grain: rowGrain(stride)) {
              (start + $0.lowerBound * stride).update(repeating: 0, count: $0.count * stride)
            }
          }
          opened[ObjectIdentifier(slot)] = (start, isFresh && isFilled)
        }
      }
      return opened[ObjectIdentifier(slot)].map {
        Target(start: $0.start + operand.first, stride: stride, size: size, isFresh: $0.isFresh)
      }
    }
  }
}
