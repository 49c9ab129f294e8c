import Synchronization

/// Lets work that takes long stop between two of its blocks once it is given up, as by ^C.
///
/// Only what is done for `stoppable` stops, so that a training step is always finished. Blocks are then left
/// out; what they would have given is never seen, since `stoppable` throws in its place.
package enum Interrupt {
  package struct Raised: Error {}

  /// Set where a session begins, while no work is done; read by every thread.
  nonisolated(unsafe) private static var source: () -> Bool = { false }
  private static let stoppableDepth = Atomic<Int>(0)

  /// - Parameter source: whether work is given up; cheap, and safe to call from any thread.
  package static func follow(_ source: @escaping () -> Bool) { self.source = source }

  /// Throws if work is given up.
  package static func check() throws {
    if source() { throw Raised() }
  }

  package static func stoppable<Result>(_ body: () throws -> Result) throws -> Result {
    stoppableDepth.add(1, ordering: .relaxed)
    defer { stoppableDepth.subtract(1, ordering: .relaxed) }
    let result = try body()
    try check()
    return result
  }

  /// Whether the work that is being done may stop.
  static var isStoppable: Bool { stoppableDepth.load(ordering: .relaxed) > 0 }

  /// Whether the work that is being done is to stop.
  static var isRaised: Bool { isStoppable && source() }
}
