import Random
import Synchronization
import Tensors
import XCTest

/// Work that is given up stops between two blocks, and only where it may.
final class InterruptTests: XCTestCase {
  private final class Switch: Sendable {
    let isOn = Atomic<Bool>(false)
  }

  private let givenUp = Switch()
  private let threads = Threads.count

  override func setUp() {
    Threads.count = 1
    Interrupt.follow { [givenUp] in givenUp.isOn.load(ordering: .relaxed) }
  }

  override func tearDown() {
    Interrupt.follow { false }
    Threads.count = threads
  }

  /// How much of a thousand elements is done when work is given up at the first.
  private func done() -> Int {
    var done = 0
    Threads.parallel(1000, grain: 1) { range in
      done += range.count
      givenUp.isOn.store(true, ordering: .relaxed)
    }
    return done
  }

  func testBlocksAreLeftOutWhereWorkMayStop() throws {
    var found = 0
    XCTAssertThrowsError(try Interrupt.stoppable { found = done() }) {
      XCTAssertTrue($0 is Interrupt.Raised)
    }
    XCTAssertEqual(found, 64)
    givenUp.isOn.store(false, ordering: .relaxed)
    XCTAssertEqual(done(), 1000)
    XCTAssertThrowsError(try Interrupt.stoppable { try Tensor([2, 1], shape: [2]).sort() })
  }

  func testBlocksGiveWhatTheWholeGives() throws {
    var random = RandomGenerator(seed: 1)
    for (m, n) in [(70, 1100), (1100, 70)] {
      let a = try Tensor.randn([m, 300], using: &random)
      let b = try Tensor.randn([300, n], using: &random)
      let whole = try Tensor.matmul(a, b)
      let parts = try Interrupt.stoppable { try Tensor.matmul(a, b) }
      XCTAssertEqual(whole.values, parts.values, "\(m) × \(n)")
    }
    let x = try Tensor.randn([40, 70_000], using: &random)
    XCTAssertEqual(
      try x.softmax().values, try Interrupt.stoppable { try x.softmax().values })
  }
}
