import Glibc
import Synchronization

/// The memory of all tensors: one region of addresses, used again from its start, so that a steady
/// training step asks the system for nothing.
package enum BufferPool {
  private struct Shelf {
    var arena: Arena
    var liveBytes = 0
    var highestLiveBytes = 0
    /// Of them outside of the region.
    var strayBytes = 0
  }

  /// Addresses without memory behind them until they are written.
  private struct Region: @unchecked Sendable {
    let start: UnsafeMutableRawPointer
    let size: Int

    /// As much as the system lets us have, at most a TiB; nothing where it lets us have nothing.
    static func reserved() -> Region {
      var size = 1 << 40
      while size >= 1 << 30 {
        let start = mmap(
          nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        if let start, start != MAP_FAILED {
          madvise(start, size, MADV_HUGEPAGE)
          return Region(start: start, size: size)
        }
        size /= 2
      }
      return Region(start: UnsafeMutableRawPointer(bitPattern: hugePage)!, size: 0)
    }
  }

  private static let region = Region.reserved()
  private static let shelf = Mutex(Shelf(arena: Arena(capacity: region.size)))
  private static let fresh = Atomic<Bool>(false)
  private static let hugePage = 2 << 20
  /// What is smaller comes from the C library, which is quick with small pieces.
  private static let smallest = 16 << 10

  /// Bytes now held by tensors, bytes waiting to be used again, and the most that tensors ever
  /// held.
  package static var bytes: (live: Int, free: Int, highestLive: Int) {
    shelf.withLock {
      ($0.liveBytes, $0.arena.touched - ($0.liveBytes - $0.strayBytes), $0.highestLiveBytes)
    }
  }

  /// Whether each tensor gets memory of its own, full of NaN: for tests of whoever reads what he
  /// has not written.
  package static var givesFreshBuffers: Bool {
    get { fresh.load(ordering: .relaxed) }
    set { fresh.store(newValue, ordering: .relaxed) }
  }

  /// At least `count` values.
  static func take(_ count: Int) -> (UnsafeMutablePointer<Float>, capacity: Int) {
    let capacity = max(16, (count + 15) & ~15)
    let bytes = capacity * 4
    let isFresh = givesFreshBuffers
    let isStray = bytes < smallest || isFresh
    let offset = shelf.withLock { shelf -> Int? in
      shelf.liveBytes += bytes
      shelf.highestLiveBytes = max(shelf.highestLiveBytes, shelf.liveBytes)
      let offset = isStray ? nil : shelf.arena.take(bytes)
      if offset == nil { shelf.strayBytes += bytes }
      return offset
    }
    let start = offset.map { region.start + $0 } ?? allocate(bytes)
    let values = start.bindMemory(to: Float.self, capacity: capacity)
    if isFresh { values.update(repeating: .nan, count: capacity) }
    return (values, capacity)
  }

  static func give(_ pointer: UnsafeMutablePointer<Float>, capacity: Int) {
    let bytes = capacity * 4
    let buffer = UnsafeMutableRawPointer(pointer)
    let offset = buffer - region.start
    let isStray = offset < 0 || offset >= region.size
    shelf.withLock { shelf in
      shelf.liveBytes -= bytes
      if isStray {
        shelf.strayBytes -= bytes
      } else if let surplus = shelf.arena.give(offset..<offset + bytes) {
        // Before anybody else may take it.
        giveBack(surplus)
      }
    }
    if isStray { free(buffer) }
  }

  private static func giveBack(_ surplus: Range<Int>) {
    let start = (surplus.lowerBound + hugePage - 1) & ~(hugePage - 1)
    guard start < surplus.upperBound else { return }
    madvise(region.start + start, surplus.upperBound - start, MADV_DONTNEED)
  }

  private static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    var buffer: UnsafeMutableRawPointer?
    let status = posix_memalign(&buffer, 64, bytes)
    guard status == 0, let buffer else { fatalError("no memory for \(bytes) bytes") }
    return buffer
  }
}
