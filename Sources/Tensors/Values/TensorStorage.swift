/// The memory of tensors: a 64-byte aligned buffer of f32 that is freed with the last tensor that
/// holds it. `@unchecked`: only a tensor that is its sole owner writes to it.
package final class TensorStorage: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  private let capacity: Int
  /// Keeps borrowed memory (a mapped file) alive; such storage is never written to.
  private let owner: AnyObject?

  var isBorrowed: Bool { owner != nil }

  /// Memory for `count` values, uninitialised.
  init(count: Int) {
    (pointer, capacity) = BufferPool.allocate(count)
    owner = nil
  }

  init(borrowing memory: UnsafePointer<Float>, owner: AnyObject) {
    pointer = UnsafeMutablePointer(mutating: memory)
    capacity = 0
    self.owner = owner
  }

  deinit {
    if owner == nil { BufferPool.free(pointer, capacity: capacity) }
  }
}
