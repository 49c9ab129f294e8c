import Tensors

/// What was tuned as it was at earlier steps, the head of a classification included: every step
/// while they fit, then every second, fourth, … Step 0, the untrained start, always stays.
package struct PromptHistory: Sendable {
  private static let budget = 64 << 20
  package private(set) var stride = 1
  private var snapshots: [Int: [Tensor]] = [:]

  package init() {}

  /// As a checkpoint kept it.
  package init(stride: Int, snapshots: [(step: Int, values: [Tensor])]) {
    self.stride = stride
    self.snapshots = Dictionary(snapshots.map { ($0.step, $0.values) }) { _, last in last }
  }

  /// - Parameter snapshot: only made where the step is kept; nil where it can't be.
  package mutating func add(_ snapshot: @autoclosure () -> [Tensor]?, at step: Int) {
    guard step % stride == 0, let snapshot = snapshot() else { return }
    snapshots[step] = snapshot
    let size = snapshot.reduce(0) { $0 + $1.count } * MemoryLayout<Float>.size
    while snapshots.count > 1, snapshots.count * size > Self.budget, stride < 1 << 40 {
      stride *= 2
      snapshots = snapshots.filter { $0.key % stride == 0 }
    }
  }

  package subscript(step: Int) -> [Tensor]? { snapshots[step] }

  package var steps: [Int] { snapshots.keys.sorted() }
}
