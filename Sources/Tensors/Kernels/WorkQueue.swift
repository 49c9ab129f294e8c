import Synchronization

/// Numbers that threads take one by one: a thread that is busy longer takes fewer.
final class WorkQueue: Sendable {
  private let count: Int
  private let taken = Atomic<Int>(0)

  init(count: Int) {
    self.count = count
  }

  @Sendable func next() -> Int? {
    if Interrupt.isRaised { return nil }
    let index = taken.add(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}

extension Threads {
  /// Lets each thread take from 0 ..< count, one by one, until `next` gives nil.
  static func share(_ count: Int, _ worker: (_ next: () -> Int?) -> Void) {
    let queue = WorkQueue(count: count)
    parallel(min(count, Threads.count), grain: 1) { _ in worker(queue.next) }
  }
}
