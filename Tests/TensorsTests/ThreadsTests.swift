import Dispatch
import Glibc
import Synchronization
import Tensors
import XCTest

/// Work is done once, by whichever thread, whatever else is running.
final class ThreadsTests: XCTestCase {
  private let threads = Threads.count

  override func tearDown() { Threads.count = threads }

  func testEveryElementIsDoneOnce() {
    for threads in [1, 2, 3, 7] {
      Threads.count = threads
      for count in [1, 2, 3, 10, 1000] {
        for grain in [1, 3, 400, 5000] {
          let done = Counters(count)
          let shares = Atomic<Int>(0)
          Threads.parallel(count, grain: grain) { range in
            done.add(range)
            shares.add(1, ordering: .relaxed)
          }
          XCTAssertTrue(done.areAllOne, "\(count) by \(grain) on \(threads)")
          let found = shares.load(ordering: .relaxed)
          XCTAssertEqual(found, max(1, min(count / grain, threads)))
        }
      }
    }
  }

  func testRegionsInsideARegionRunInPlace() {
    Threads.count = 3
    let done = Counters(9)
    Threads.parallel(3, grain: 1) { outer in
      for worker in outer {
        let caller = pthread_self()
        Threads.parallel(3, grain: 1) { inner in
          XCTAssertEqual(pthread_self(), caller)
          for index in inner { done.add(worker * 3 + index..<worker * 3 + index + 1) }
        }
      }
    }
    XCTAssertTrue(done.areAllOne)
  }

  /// Whoever finds the pool taken does its work itself.
  func testThreadsOfOthersMeetInThePool() {
    Threads.count = 3
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<2000 {
        let done = Counters(5)
        Threads.parallel(5, grain: 1) { done.add($0) }
        XCTAssertTrue(done.areAllOne)
      }
    }
  }

  /// Gaps around the time that a waiting thread looks before it sleeps.
  func testThreadsThatFellAsleepAreWoken() {
    Threads.count = 4
    for gap in 0..<400 {
      let done = Counters(4)
      Threads.parallel(4, grain: 1) { range in
        if range.lowerBound == gap % 4 { usleep(UInt32(gap % 7) * 40) }
        done.add(range)
      }
      XCTAssertTrue(done.areAllOne)
      usleep(UInt32(gap % 5) * 50)
    }
  }
}

/// How often each element was done.
private final class Counters: Sendable {
  private let counts: Mutex<[Int]>

  init(_ count: Int) { counts = Mutex(Array(repeating: 0, count: count)) }

  func add(_ range: Range<Int>) { counts.withLock { for index in range { $0[index] += 1 } } }

  var areAllOne: Bool { counts.withLock { $0.allSatisfy { $0 == 1 } } }
}
