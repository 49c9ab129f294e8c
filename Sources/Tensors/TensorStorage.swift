import Glibc
import Synchronization

/// The memory behind tensors: a 64-byte aligned buffer of f32 that goes back to a pool when the
/// last tensor lets go of it.
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

/// Free buffers by size, so that a steady training step never asks the kernel for memory.
package enum BufferPool {
  /// Memory that nobody else points to any more.
  private struct Buffer: @unchecked Sendable {
    let start: UnsafeMutableRawPointer
  }

  private struct Shelf {
    var free: [Int: [Buffer]] = [:]
    var freeBytes = 0
    var liveBytes = 0
    var highestLiveBytes = 0
  }

  private static let shelf = Mutex(Shelf())
  private static let alwaysKept = 64 << 20
  private static let hugePage = 2 << 20

  /// Bytes now held by tensors, bytes waiting to be used again, and the most that tensors ever held.
  package static var bytes: (live: Int, free: Int, highestLive: Int) {
    shelf.withLock { ($0.liveBytes, $0.freeBytes, $0.highestLiveBytes) }
  }

  /// At least `count` values; the capacity comes in steps of at most an eighth, so that batches of
  /// nearly equal size share buffers.
  static func take(_ count: Int) -> (UnsafeMutablePointer<Float>, capacity: Int) {
    let capacity = roundedUp(count)
    let bytes = capacity * 4
    let reused: Buffer? = shelf.withLock {
      $0.liveBytes += bytes
      $0.highestLiveBytes = max($0.highestLiveBytes, $0.liveBytes)
      guard let buffer = $0.free[capacity]?.popLast() else { return nil }
      $0.freeBytes -= bytes
      return buffer
    }
    let buffer = reused?.start ?? allocate(bytes)
    return (buffer.bindMemory(to: Float.self, capacity: capacity), capacity)
  }

  static func give(_ pointer: UnsafeMutablePointer<Float>, capacity: Int) {
    let buffer = Buffer(start: UnsafeMutableRawPointer(pointer))
    let bytes = capacity * 4
    let isKept = shelf.withLock {
      $0.liveBytes -= bytes
      // Together never more than the peak that was needed once anyway.
      let limit = max(alwaysKept, $0.highestLiveBytes - $0.liveBytes)
      guard $0.freeBytes + bytes <= limit else { return false }
      $0.freeBytes += bytes
      $0.free[capacity, default: []].append(buffer)
      return true
    }
    if !isKept { free(buffer.start) }
  }

  private static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    let isHuge = bytes >= 2 * hugePage
    var buffer: UnsafeMutableRawPointer?
    let status = posix_memalign(&buffer, isHuge ? hugePage : 64, bytes)
    guard status == 0, let buffer else { fatalError("no memory for \(bytes) bytes") }
    if isHuge { madvise(buffer, bytes & ~(hugePage - 1), MADV_HUGEPAGE) }
    return buffer
  }

  static func roundedUp(_ count: Int) -> Int {
    guard count > 128 else { return max(16, (count + 15) & ~15) }
    let step = 1 << (Int.bitWidth - count.leadingZeroBitCount - 4)
    return (count + step - 1) & ~(step - 1)
  }
}
