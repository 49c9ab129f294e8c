import Glibc
import Synchronization

/// The memory of all tensors: one region of addresses, reused from its start, so that a steady
/// training step requests nothing from the system.
package enum BufferPool {
  private struct State {
    var arena: Arena
    var liveBytes = 0
    var highestLiveBytes = 0
    /// Those of them outside the region.
    var outsideBytes = 0
  }

  /// Addresses without memory until they are written. `@unchecked`: the pointer never changes, and
  /// `state` divides what it points to.
  private struct Region: @unchecked Sendable {
    let start: UnsafeMutableRawPointer
    let size: Int

    /// As much as the system allows, at most a TiB; nothing where it allows nothing.
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
  private static let state = Mutex(State(arena: Arena(capacity: region.size)))
  private static let fresh = Atomic<Bool>(false)
  private static let hugePage = 2 << 20
  /// Smaller buffers come from the C library, which is quick with them.
  private static let smallest = 16 << 10

  /// Bytes that tensors hold now, bytes that wait to be reused, and the most that tensors ever
  /// held.
  package static var bytes: (live: Int, free: Int, highestLive: Int) {
    state.withLock {
      ($0.liveBytes, $0.arena.touched - ($0.liveBytes - $0.outsideBytes), $0.highestLiveBytes)
    }
  }

  /// Whether each tensor gets memory of its own, full of NaN: for tests that nothing is read before
  /// it is written.
  package static var givesFreshBuffers: Bool {
    get { fresh.load(ordering: .relaxed) }
    set { fresh.store(newValue, ordering: .relaxed) }
  }

  /// At least `count` values.
  static func allocate(_ count: Int) -> (UnsafeMutablePointer<Float>, capacity: Int) {
    let capacity = max(16, (count + 15) & ~15)
    let bytes = capacity * 4
    let isFresh = givesFreshBuffers
    let isOutside = bytes < smallest || isFresh
    let offset = state.withLock { state -> Int? in
      state.liveBytes += bytes
      state.highestLiveBytes = max(state.highestLiveBytes, state.liveBytes)
      let offset = isOutside ? nil : state.arena.allocate(bytes)
      if offset == nil { state.outsideBytes += bytes }
      return offset
    }
    let start = offset.map { region.start + $0 } ?? allocateOutside(bytes)
    let values = start.bindMemory(to: Float.self, capacity: capacity)
    if isFresh { values.update(repeating: .nan, count: capacity) }
    return (values, capacity)
  }

  static func free(_ pointer: UnsafeMutablePointer<Float>, capacity: Int) {
    let bytes = capacity * 4
    let buffer = UnsafeMutableRawPointer(pointer)
    let offset = buffer - region.start
    let isOutside = offset < 0 || offset >= region.size
    state.withLock { state in
      state.liveBytes -= bytes
      if isOutside {
        state.outsideBytes -= bytes
      } else if let surplus = state.arena.free(offset..<offset + bytes) {
        // While nobody else can allocate it.
        returnToSystem(surplus)
      }
    }
    if isOutside { Glibc.free(buffer) }
  }

  private static func returnToSystem(_ surplus: Range<Int>) {
    let start = (surplus.lowerBound + hugePage - 1) & ~(hugePage - 1)
    guard start < surplus.upperBound else { return }
    madvise(region.start + start, surplus.upperBound - start, MADV_DONTNEED)
  }

  private static func allocateOutside(_ bytes: Int) -> UnsafeMutableRawPointer {
    var buffer: UnsafeMutableRawPointer?
    let status = posix_memalign(&buffer, 64, bytes)
    guard status == 0, let buffer else { fatalError("no memory for \(bytes) bytes") }
    return buffer
  }
}
