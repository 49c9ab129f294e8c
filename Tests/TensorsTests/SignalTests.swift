import Foundation
import Synchronization
import Tensors
import XCTest

/// Signals never come while oneDNN's generated code has the stack register in the heap: their frames
/// would overwrite what is there.
final class SignalTests: XCTestCase {
  private static let handled = Atomic<Int>(0)
  private static let strayed = Atomic<Int>(0)
  private static let sends = Atomic<Bool>(false)
  /// An address in the test's frame, above all that it calls.
  private static let frame = Atomic<UInt>(0)

  /// A product large enough for every thread, of a shape whose code was seen to do it.
  private let product: () -> Tensor = {
    let values = randomTensor([256, 64], seed: 1)
    let weight = LinearWeight(frozen: FrozenMatrix(values), orientation: .inputOutput)
    let x = Variable(randomTensor([500, 256], seed: 2))
    return { Tape(recording: false).linear(x, weight, bias: nil).value }
  }()

  func testSignalsAmongProductsFindTheStackInItsPlace() throws {
    let expected = product()
    var mark: UInt8 = 0
    Self.frame.store(
      withUnsafeMutablePointer(to: &mark) { UInt(bitPattern: $0) }, ordering: .relaxed)
    Self.handled.store(0, ordering: .relaxed)
    Self.strayed.store(0, ordering: .relaxed)
    Self.sends.store(true, ordering: .relaxed)

    let before = signal(SIGUSR1) { _ in
      var mark: UInt8 = 0
      let address = withUnsafeMutablePointer(to: &mark) { UInt(bitPattern: $0) }
      SignalTests.handled.add(1, ordering: .relaxed)
      // Calls from the test down to oneDNN take much less than this.
      if SignalTests.frame.load(ordering: .relaxed) &- address > 1 << 20 {
        SignalTests.strayed.add(1, ordering: .relaxed)
      }
    }
    defer { signal(SIGUSR1, before) }
    let caller = pthread_self()
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) {
      while SignalTests.sends.load(ordering: .relaxed) {
        pthread_kill(caller, SIGUSR1)
        usleep(20)
      }
    }
    var products = 0
    let end = ContinuousClock.now + .milliseconds(500)
    while ContinuousClock.now < end {
      XCTAssertEqual(product(), expected)
      products += 1
    }
    Self.sends.store(false, ordering: .relaxed)
    group.wait()
    XCTAssertGreaterThan(Self.handled.load(ordering: .relaxed), 0)
    XCTAssertEqual(
      Self.strayed.load(ordering: .relaxed), 0,
      "of \(Self.handled.load(ordering: .relaxed)) signals among \(products) products")
  }

  func testThePoolTakesNoSignals() throws {
    let threads = Threads.count
    Threads.count = 3
    defer { Threads.count = threads }
    _ = product()
    // Other tests' threads may take what they like.
    let pool = Pool()
    for _ in 0..<50 {
      Threads.parallel(64, grain: 1) { range in
        pool.addThisThread()
        usleep(UInt32(range.count) * 100)
      }
    }
    var open: [String] = []
    var others = 0
    for id in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
    where id != "\(getpid())" && pool.holds(id) {
      // A thread may have ended since.
      guard
        let status = try? String(contentsOfFile: "/proc/self/task/\(id)/status", encoding: .utf8),
        let blocked = status.firstMatch(of: #/SigBlk:\s*([0-9a-f]+)/#),
        let mask = UInt64(blocked.output.1, radix: 16)
      else { continue }
      others += 1
      if mask >> (SIGINT - 1) & 1 == 0 { open.append(id) }
    }
    XCTAssertGreaterThanOrEqual(others, 1)
    XCTAssertEqual(open, [], "threads that take SIGINT")
  }
}

/// The threads that have worked for the pool.
private final class Pool: @unchecked Sendable {
  private let lock = NSLock()
  private var ids: Set<String> = []

  func addThisThread() {
    let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
    guard let id = path?.split(separator: "/").last else { return }
    lock.withLock { _ = ids.insert(String(id)) }
  }

  func holds(_ id: String) -> Bool { lock.withLock { ids.contains(id) } }
}
