import CKernels
import Foundation

/// Calls without end, until no stack is left.
enum Descent {
  static func descend(_ depth: Int) -> Int {
    depth < 0
      ? 0
      : withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 16) {
        $0[depth % 4096] = 1
        return descend(depth + 1) + Int($0[(depth + 1) % 4096])
      }
  }

  /// On a thread of the kernels' pool.
  static func descendInPool() {
    kernel_parallel(
      2,
      { _, worker in
        guard worker == 1 else {
          sleep(20)
          return
        }
        print(Descent.descend(0))
      }, nil)
  }
}
