import Foundation
import Random
import Tensors
import XCTest

/// Storage, optimizer steps and random numbers.
final class TensorTests: XCTestCase {
  func testWritingOneCopyLeavesTheOther() {
    let first = Tensor([1, 2, 3], shape: [3])
    var second = first
    second.withMutableValues { $0[0] = 9 }
    XCTAssertEqual(first.values, [1, 2, 3])
    XCTAssertEqual(second.reshaped([1, 3]).values, [9, 2, 3])
  }

  func testBorrowedMemoryIsNeverWritten() {
    final class Owner {
      let memory = UnsafeMutablePointer<Float>.allocate(capacity: 2)
      let freed: XCTestExpectation
      init(_ freed: XCTestExpectation) {
        self.freed = freed
        memory.initialize(repeating: 4, count: 2)
      }
      deinit {
        memory.deallocate()
        freed.fulfill()
      }
    }
    let freed = expectation(description: "freed")
    do {
      let owner = Owner(freed)
      var tensor = Tensor(borrowing: owner.memory, shape: [2], owner: owner)
      tensor.withMutableValues { $0[0] = 1 }
      XCTAssertEqual(tensor.values, [1, 4])
      XCTAssertEqual(owner.memory[0], 4)
    }
    wait(for: [freed], timeout: 0)
  }

  func testBuffersAreUsedAgainAcrossThreads() {
    DispatchQueue.concurrentPerform(iterations: 8) { seed in
      for round in 0..<200 {
        let size = 1 + (seed * 37 + round * 101) % 5000
        let tensor = Tensor.full(Float(seed), [size])
        XCTAssert(tensor.withValues { $0.allSatisfy { $0 == Float(seed) } })
      }
    }
  }

  /// Three steps with gradients g, 2g and −g against PyTorch's formula in double.
  func testAdamW() {
    let start: [Float] = [1, -2, 0.5, 0]
    let slope: [Float] = [0.3, -0.1, 0, 2]
    var parameter = Tensor(start, shape: [4])
    var (first, second) = (Tensor.zeros([4]), Tensor.zeros([4]))
    var exact = start.map { Double($0) }
    var (m, v) = ([Double](repeating: 0, count: 4), [Double](repeating: 0, count: 4))
    for (step, factor) in [Float(1), 2, -1].enumerated() {
      let gradient = slope.map { $0 * factor }
      parameter.adamW(
        gradient: Tensor(gradient, shape: [4]), first: &first, second: &second, step: step + 1,
        rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.01)
      for i in 0..<4 {
        let g = Double(gradient[i])
        m[i] = 0.9 * m[i] + 0.1 * g
        v[i] = 0.999 * v[i] + 0.001 * g * g
        let t = Double(step + 1)
        let (mean, power) = (m[i] / (1 - pow(0.9, t)), v[i] / (1 - pow(0.999, t)))
        exact[i] = exact[i] * (1 - 0.1 * 0.01) - 0.1 * mean / (power.squareRoot() + 1e-8)
      }
    }
    assertClose(parameter.values.map { Double($0) }, exact, 1e-6, "AdamW")
  }

  func testSumOfSquaresDoesNotDependOnThreads() {
    let before = Threads.count
    defer { Threads.count = before }
    let x = randomTensor([100_003], seed: 2)
    Threads.count = 1
    let one = x.sumOfSquares
    Threads.count = 3
    XCTAssertEqual(one, x.sumOfSquares)
    XCTAssertEqual(one, x.values.reduce(0) { $0 + Double($1) * Double($1) }, accuracy: 1e-6)
  }

  func testRandomNumbersContinueFromTheirCodedState() throws {
    var random = RandomGenerator(seed: 42)
    _ = random.normal()
    var copy = try JSONDecoder().decode(
      RandomGenerator.self, from: JSONEncoder().encode(random))
    XCTAssertEqual((0..<5).map { _ in random.normal() }, (0..<5).map { _ in copy.normal() })
    XCTAssertEqual(random.shuffled(Array(0..<50)), copy.shuffled(Array(0..<50)))
    XCTAssertEqual(random, copy)
  }

  /// SplitMix64 from 0 begins E220A8397B1DCDAF, 6E789E6AA1B965F4 (its authors' values); xoshiro256**'s
  /// first output is rotl(s1 · 5, 7) · 9.
  func testGeneratorIsTheOneItSaysItIs() {
    var random = RandomGenerator(seed: 0)
    let product: UInt64 = 0x6E78_9E6A_A1B9_65F4 &* 5
    XCTAssertEqual(random.next(), (product << 7 | product >> 57) &* 9)
    var draws = (0..<20_000).map { _ in random.normal() }
    let mean = draws.reduce(0, +) / 20_000
    XCTAssertEqual(mean, 0, accuracy: 0.03)
    draws = draws.map { ($0 - mean) * ($0 - mean) }
    XCTAssertEqual(draws.reduce(0, +) / 20_000, 1, accuracy: 0.04)
    let sample = random.sample(Array(0..<10), 4)
    XCTAssertEqual(Set(sample).count, 4)
  }
}
