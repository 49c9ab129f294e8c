import Foundation
import Random
import Tensors
import XCTest

/// The region that tensors share: nothing overlaps, neighbours join, steady loops stay where they are.
final class ArenaTests: XCTestCase {
  func testRangesNeverOverlapAndAreMergedAgain() throws {
    var random = RandomGenerator(seed: 3)
    var arena = Arena(capacity: 100_000)
    var taken: [Range<Int>] = []
    var refusals = 0
    for _ in 0..<4000 {
      if random.below(5) < 3 {
        let size = 1 + random.below(random.below(8) == 0 ? 9000 : 900)
        guard let start = arena.allocate(size) else {
          refusals += 1
          // A refusal is right only where no gap is large enough.
          let ends = [0] + taken.map(\.upperBound).sorted()
          let starts = taken.map(\.lowerBound).sorted() + [arena.capacity]
          XCTAssertLessThan(zip(ends, starts).map { $1 - $0 }.max() ?? 0, size)
          continue
        }
        let range = start..<start + size
        XCTAssert(range.upperBound <= arena.capacity)
        XCTAssertFalse(taken.contains { $0.overlaps(range) }, "\(range)")
        taken.append(range)
      } else if !taken.isEmpty {
        XCTAssertNil(arena.free(taken.remove(at: random.below(taken.count))))
      }
      let held = taken.reduce(0) { $0 + $1.count } + arena.holes.reduce(0) { $0 + $1.count }
      XCTAssertEqual(held, arena.top)
      let edges = arena.holes.flatMap { [$0.lowerBound, $0.upperBound] } + [arena.top]
      XCTAssert(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }, "\(arena.holes)")
    }
    XCTAssertGreaterThan(refusals, 10)
    for range in taken { _ = arena.free(range) }
    XCTAssertEqual(arena.top, 0)
    XCTAssertEqual(arena.holes, [])
  }

  /// A peak that does not come again goes back; one that comes with each round stays.
  func testWhatOnlyAPastPeakNeededGoesBack() {
    let mega = 1 << 20
    var arena = Arena(capacity: 1 << 40)
    func round(_ peak: Int) -> Range<Int>? {
      guard let start = arena.allocate(peak * mega) else { return nil }
      return arena.free(start..<start + peak * mega)
    }
    for _ in 0..<200 { XCTAssertNil(round(1000)) }
    XCTAssertEqual(arena.touched, 1000 * mega)
    var returned: [Range<Int>] = []
    for _ in 0..<3000 { if let surplus = round(100) { returned.append(surplus) } }
    XCTAssertEqual(returned, [100 * mega..<1000 * mega])
    XCTAssertEqual(arena.touched, 100 * mega)
  }

  /// Steps like those of a training, of different lengths each time, next to weights that stay.
  func testRaggedStepsTakeNothingNew() {
    let weight = Variable(randomTensor([128, 128], seed: 2), requiresGradient: true)
    let layer = LinearWeight(trainable: weight, orientation: .inputOutput)
    var random = RandomGenerator(seed: 9)
    func step(_ rows: Int) {
      let tape = Tape()
      var x = Variable(Tensor.full(0.1, [rows, 128]))
      for _ in 0..<4 {
        let y = tape.activation(tape.linear(x, layer, bias: nil), .gelu)
        x = tape.add(y, tape.gate(y, by: y, .silu))
      }
      tape.backward(
        from: tape.crossEntropy(x, targets: Array(repeating: 1, count: rows)))
      weight.gradient = nil
    }
    for _ in 0..<5 { step(400) }
    let before = BufferPool.bytes
    for _ in 0..<60 { step(40 + random.below(361)) }
    let after = BufferPool.bytes
    XCTAssertEqual(after.live, before.live)
    XCTAssertLessThanOrEqual(after.live + after.free, before.live + before.free)
    XCTAssertEqual(after.highestLive, before.highestLive)
  }

  func testFreshBuffersGiveTheSameBits() {
    let weight = randomTensor([96, 96], seed: 2)
    let layer = LinearWeight(frozen: FrozenMatrix(weight), orientation: .inputOutput)
    func run() -> [Tensor?] {
      let x = Variable(randomTensor([333, 96], seed: 1), requiresGradient: true)
      let norm = Variable(randomTensor([96], seed: 4), requiresGradient: true)
      let tape = Tape()
      let all = 0..<96
      let pattern = AttentionPattern(blocks: [
        .init(queries: 0..<100, keys: [.init(range: 0..<100, isCausal: true)]),
        .init(
          queries: 100..<300,
          keys: [
            .init(range: 0..<100, isCausal: false),
            .init(range: 100..<300, isCausal: true, windowStart: -70),
          ]),
      ])
      let y = tape.linear(tape.rmsNorm(x, scale: norm, epsilon: 1e-5), layer, bias: nil)
      let mixed = tape.attention(
        query: Columns(y, all), key: Columns(y, all), value: Columns(x, all), heads: 6,
        keyValueHeads: 6, scale: 0.2, cap: 9, pattern: pattern)
      let z = tape.gate(tape.add(mixed, x), by: mixed, .silu)
      tape.backward(from: tape.crossEntropy(z, targets: Array(repeating: 5, count: 333)))
      return [z.value, x.gradient, norm.gradient]
    }
    let pooled = run()
    BufferPool.givesFreshBuffers = true
    defer { BufferPool.givesFreshBuffers = false }
    XCTAssertEqual(pooled, run())
  }
}
