/// The memory behind tensors: a 64-byte aligned buffer of f32 that goes back when the last tensor
/// lets go of it.
package final class TensorStorage: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  private let capacity: Int
  /// Keeps borrowed memory (a mapped file) alive; such storage is never written to.
  private let owner: AnyObject?

  var isBorrowed: Bool { owner != nil }

  /// Room for `count` values, uninitialised.
  init(count: Int) {
    (pointer, capacity) = BufferPool.take(count)
    owner = nil
  }

  init(borrowing memory: UnsafePointer<Float>, owner: AnyObject) {
    pointer = UnsafeMutablePointer(mutating: memory)
    capacity = 0
    self.owner = owner
  }

  deinit {
    if owner == nil { BufferPool.give(pointer, capacity: capacity) }
  }
}
