import Random
import Tensors
import XCTest

/// Attention against one query at a time, on causal rows, trees of shared prefixes and cached keys.
final class AttentionTests: XCTestCase {
  /// Segments as (parent, length), laid end to end.
  private func forest(_ segments: [(parent: Int?, length: Int)]) -> AttentionPattern {
    var ranges: [Range<Int>] = []
    for segment in segments {
      let start = ranges.last?.upperBound ?? 0
      ranges.append(start..<start + segment.length)
    }
    return AttentionPattern(
      blocks: segments.indices.map { index in
        var keys = [AttentionPattern.KeySpan(range: ranges[index], isCausal: true)]
        var parent = segments[index].parent
        while let ancestor = parent {
          keys.insert(.init(range: ranges[ancestor], isCausal: false), at: 0)
          parent = segments[ancestor].parent
        }
        return .init(queries: ranges[index], keys: keys)
      })
  }

  private func check(
    _ pattern: AttentionPattern, queries: Int, keys: Int, heads: Int, keyValueHeads: Int, size: Int,
    _ label: String, cap: Float? = nil, spread: Double = 1, probes: Int = 10,
    precision: Precision = .f32
  ) {
    let scale = Float(1 / Double(size).squareRoot())
    let (width, narrow) = (heads * size, keyValueHeads * size)
    GradientCheck(tolerance: precision == .f32 ? 3e-5 : 1e-2, probes: probes).run(
      [
        randomTensor([queries, width], seed: 1, spread: spread),
        randomTensor([keys, narrow], seed: 2, spread: spread),
        randomTensor([keys, narrow], seed: 3),
      ],
      { tape, v in
        tape.attention(
          query: Columns(v[0], 0..<width), key: Columns(v[1], 0..<narrow),
          value: Columns(v[2], 0..<narrow), heads: heads, keyValueHeads: keyValueHeads,
          scale: scale, cap: cap, precision: precision, pattern: pattern)
      },
      {
        Reference.attention(
          query: $0[0], key: $0[1], value: $0[2], heads: heads, keyValueHeads: keyValueHeads,
          scale: Double(scale), cap: cap.map { Double($0) }, pattern: pattern)
      }, label)
  }

  func testOneCausalRow() {
    for length in [1, 3, 17, 60, 61, 129] {
      check(
        forest([(nil, length)]), queries: length, keys: length, heads: 2, keyValueHeads: 2, size: 5,
        "row of \(length)", probes: 4)
    }
  }

  func testRaggedRowsUnderSharedPrefixes() {
    let segments: [(Int?, Int)] = [(nil, 21), (0, 3), (0, 17), (2, 9), (2, 1), (nil, 4), (0, 70)]
    check(
      forest(segments), queries: 125, keys: 125, heads: 3, keyValueHeads: 3, size: 16, "forest")
  }

  /// Each size of tile, block of rows and group of heads against each other, with and without a cap; the
  /// chunks that one key head's work is cut into share a prefix.
  func testGroupsOfHeads() {
    for (heads, keyValueHeads, size) in [(3, 1, 5), (4, 1, 8), (4, 2, 17)] {
      for (round, length) in [1, 17, 60, 129].enumerated() {
        let segments: [(Int?, Int)] =
          [(nil, length), (0, 61), (0, 3), (0, 65), (0, 1)] + (0..<6).map { _ in (0, 20) }
        let total = segments.reduce(0) { $0 + $1.1 }
        check(
          forest(segments), queries: total, keys: total, heads: heads,
          keyValueHeads: keyValueHeads, size: size, "\(heads)/\(keyValueHeads) of \(length)",
          cap: round % 3 == 2 ? 3 : nil, probes: 1)
      }
    }
  }

  /// Factors of eight bits, sums of 24, or all in f32 where there are no bf16 instructions: odd sizes of heads, keys and
  /// rows, a window, a cap.
  func testBF16() throws {
    for (size, length, cap) in [(64, 61, nil), (5, 17, 3), (33, 1, nil), (16, 129, 5)]
      as [(Int, Int, Float?)]
    {
      var pattern = forest([(nil, length), (0, 61), (0, 3), (0, 65), (0, 1), (0, 18), (nil, 7)])
      for block in pattern.blocks.indices where block % 2 == 1 {
        pattern.blocks[block].keys[0].windowStart = 3
        pattern.blocks[block].keys[1].windowStart = -9
      }
      check(
        pattern, queries: length + 155, keys: length + 155, heads: 3, keyValueHeads: 1, size: size,
        "bf16 of \(length)", cap: cap, probes: 4, precision: .bf16)
    }
  }

  /// Many single queries over long caches of their own, and a few that share keys.
  func testCachesOfARowEach() {
    let blocks = (0..<9).map { row in
      AttentionPattern.Block(
        queries: row..<row + 1,
        keys: [
          .init(range: 0..<37, isCausal: false),
          .init(
            range: 37 + row * 50..<37 + row * 50 + 20 + 3 * row, isCausal: false,
            windowStart: row % 3 == 0 ? 5 : nil),
        ])
    }
    check(
      AttentionPattern(blocks: blocks), queries: 9, keys: 500, heads: 4, keyValueHeads: 2, size: 20,
      "caches", probes: 6)
  }

  func testRandomForests() {
    var random = RandomGenerator(seed: 11)
    for round in 0..<6 {
      let segments = (0..<1 + random.below(6)).map { index in
        (index == 0 || random.below(4) == 0 ? nil : random.below(index), 1 + random.below(30))
      }
      let total = segments.reduce(0) { $0 + $1.1 }
      check(
        forest(segments), queries: total, keys: total, heads: 4, keyValueHeads: 2, size: 8,
        "forest \(round)", probes: 6)
    }
  }

  /// Scores from far below the cap to far above it, thin tiles and wide ones.
  func testCappedScores() {
    for (cap, spread) in [(50, 1), (2, 1), (1.5, 3)] as [(Float, Double)] {
      check(
        forest([(nil, 21), (0, 3), (0, 70), (0, 1), (nil, 2)]), queries: 97, keys: 97, heads: 4,
        keyValueHeads: 2, size: 6, "cap \(cap) of \(spread)", cap: cap, spread: spread)
    }
  }

  /// Every span cut along its diagonal: narrower and wider than a tile, from before its first key to past
  /// its last.
  func testWindows() {
    var random = RandomGenerator(seed: 5)
    for (round, window) in [1, 2, 7, 59, 60, 61, 90].enumerated() {
      var pattern = forest([(nil, 70), (0, 150), (0, 1), (1, 5), (nil, 2)])
      for block in pattern.blocks.indices {
        for span in pattern.blocks[block].keys.indices {
          let range = pattern.blocks[block].keys[span].range
          pattern.blocks[block].keys[span].windowStart =
            pattern.blocks[block].keys[span].isCausal
            ? 1 - window : random.below(2 * range.count + 9) - range.count
        }
      }
      check(
        pattern, queries: 228, keys: 228, heads: 2, keyValueHeads: 1, size: 4, "window \(window)",
        cap: round % 2 == 0 ? nil : 2, probes: 3)
    }
  }

  /// Biases by distance on both sides: rows after shared tokens and after a cache, thin tiles and wide
  /// ones, distances past the last bucket.
  func testBiasesByDistance() {
    var random = RandomGenerator(seed: 8)
    let cached = AttentionPattern(blocks: [
      .init(
        queries: 0..<3,
        keys: [.init(range: 0..<40, isCausal: false), .init(range: 40..<43, isCausal: true)])
    ])
    let whole = AttentionPattern(blocks: [
      .init(queries: 0..<130, keys: [.init(range: 0..<130, isCausal: false)]),
      .init(queries: 130..<132, keys: [.init(range: 130..<132, isCausal: false)]),
    ])
    let tree = forest([(nil, 21), (0, 3), (0, 70), (nil, 2)])
    let depths: [Int32] = Array(0..<21) + Array(21..<24) + Array(21..<91) + [0, 1]
    let rows: [Int32] = Array(0..<130) + [0, 1]
    for (label, pattern, queries, keys) in [
      ("cache", cached, [40, 41, 42], Array(0..<43)), ("whole", whole, rows, rows),
      ("tree", tree, depths, depths),
    ] as [(String, AttentionPattern, [Int32], [Int32])] {
      let (heads, size, reach, count) = (3, 5, 30, 7)
      let buckets = (0..<2 * reach + 1).map { _ in Int32(random.below(count)) }
      let scale = Float(0.7)
      GradientCheck(tolerance: 3e-5, probes: 8).run(
        [
          randomTensor([queries.count, heads * size], seed: 1),
          randomTensor([keys.count, heads * size], seed: 2),
          randomTensor([keys.count, heads * size], seed: 3), randomTensor([count, heads], seed: 4),
        ],
        { tape, v in
          let all = 0..<heads * size
          return tape.attention(
            query: Columns(v[0], all), key: Columns(v[1], all), value: Columns(v[2], all),
            heads: heads, keyValueHeads: heads, scale: scale,
            bias: PositionBias(table: v[3], buckets: buckets, queries: queries, keys: keys),
            pattern: pattern)
        },
        { v in
          Reference.attention(
            query: v[0], key: v[1], value: v[2], heads: heads, keyValueHeads: heads,
            scale: Double(scale),
            bias: { query, key, head in
              let distance = Int(keys[key] - queries[query])
              return v[3][Int(buckets[min(max(distance, -reach), reach) + reach]), head]
            }, pattern: pattern)
        }, label)
    }
  }

  func testOneQueryOverCachedKeysAndRowsInNoBlock() {
    let pattern = AttentionPattern(blocks: [
      .init(queries: 1..<2, keys: [.init(range: 0..<40, isCausal: false)]),
      .init(
        queries: 2..<4,
        keys: [.init(range: 3..<7, isCausal: false), .init(range: 50..<52, isCausal: true)]),
    ])
    check(pattern, queries: 5, keys: 60, heads: 2, keyValueHeads: 1, size: 7, "cache")
  }

  func testColumnsOfOneVariable() {
    let (heads, size, rows) = (2, 6, 19)
    let width = heads * size
    let pattern = forest([(nil, 8), (0, 11)])
    GradientCheck(tolerance: 3e-5).run(
      [randomTensor([rows, 3 * width], seed: 5)],
      { tape, v in
        tape.attention(
          query: Columns(v[0], 0..<width), key: Columns(v[0], width..<2 * width),
          value: Columns(v[0], 2 * width..<3 * width), heads: heads, keyValueHeads: heads,
          scale: 0.4, pattern: pattern)
      },
      { v in
        func columns(_ start: Int) -> ReferenceArray {
          ReferenceArray(
            (0..<rows).flatMap { row in (start..<start + width).map { v[0][row, $0] } },
            shape: [rows, width])
        }
        return Reference.attention(
          query: columns(0), key: columns(width), value: columns(2 * width), heads: heads,
          keyValueHeads: heads, scale: Double(Float(0.4)), pattern: pattern)
      })
  }

  func testTheSameBitsWhateverTheThreads() {
    let before = Threads.count
    defer { Threads.count = before }
    let width = 32
    let pattern = forest([(nil, 30), (0, 41), (0, 7)] + (0..<30).map { _ in (0, 40) })
    func run(_ threads: Int) -> [Tensor?] {
      Threads.count = threads
      let x = Variable(randomTensor([1278, 3 * width], seed: 5), requiresGradient: true)
      let scale = Variable(.full(1, [width]), requiresGradient: true)
      let shift = Variable(.zeros([width]), requiresGradient: true)
      let tape = Tape()
      let mixed = tape.attention(
        query: Columns(x, 0..<width), key: Columns(x, width..<2 * width),
        value: Columns(x, 2 * width..<3 * width), heads: 4, keyValueHeads: 4, scale: 0.4,
        pattern: pattern)
      let normal = tape.layerNorm(mixed, scale: scale, shift: shift, epsilon: 1e-5)
      tape.backward(from: tape.crossEntropy(normal, targets: Array(repeating: 3, count: 1278)))
      return [x.gradient, scale.gradient, shift.gradient]
    }
    let one = run(1)
    XCTAssertNotNil(one[0])
    XCTAssertEqual(one, run(2))
    XCTAssertEqual(one, run(3))
  }

  func testNotANumberStaysVisible() {
    let x = Variable(.full(.nan, [4, 6]), requiresGradient: true)
    let tape = Tape()
    let y = tape.attention(
      query: Columns(x, 0..<2), key: Columns(x, 2..<4), value: Columns(x, 4..<6), heads: 1,
      keyValueHeads: 1, scale: 1, pattern: forest([(nil, 4)]))
    XCTAssert(y.value.values.allSatisfy(\.isNaN))
    XCTAssert(tape.crossEntropy(y, targets: [0, 0, 1, 1]).value.values[0].isNaN)
  }

  /// Weights of heads that share keys, with a cap and keys that some queries don't see: they multiply
  /// the values to what attention gives.
  func testWeightsAreWhatAttentionMultipliesValuesBy() {
    let (heads, keyValueHeads, size, rows) = (4, 2, 5, 23)
    let (width, narrow) = (heads * size, keyValueHeads * size)
    let pattern = forest([(nil, 8), (0, 11), (nil, 4)])
    let tape = Tape(recording: false)
    let query = Columns(Variable(randomTensor([rows, width], seed: 1)), 0..<width)
    let key = Columns(Variable(randomTensor([rows, narrow], seed: 2)), 0..<narrow)
    let values = randomTensor([rows, narrow], seed: 3)
    let weights = tape.attentionWeights(
      query: query, key: key, heads: heads, keyValueHeads: keyValueHeads, scale: 0.7, cap: 2,
      pattern: pattern)
    XCTAssertEqual(weights.shape, [heads, rows, rows])
    let result = tape.attention(
      query: query, key: key, value: Columns(Variable(values), 0..<narrow), heads: heads,
      keyValueHeads: keyValueHeads, scale: 0.7, cap: 2, pattern: pattern
    ).value.values
    let (w, v) = (weights.values, values.values)
    for head in 0..<heads {
      for row in 0..<rows {
        let own = w[(head * rows + row) * rows..<(head * rows + row + 1) * rows]
        XCTAssertEqual(own.reduce(0, +), 1, accuracy: 1e-5)
        XCTAssertEqual(own.suffix(rows - row - 1).max() ?? 0, 0, "a token sees none after it")
        for column in 0..<size {
          let narrowHead = head * keyValueHeads / heads
          let sum = zip(own, 0..<rows).reduce(Float(0)) {
            $0 + $1.0 * v[$1.1 * narrow + narrowHead * size + column]
          }
          XCTAssertEqual(result[row * width + head * size + column], sum, accuracy: 1e-5)
        }
      }
    }
  }
}
