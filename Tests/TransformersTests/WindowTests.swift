import Random
import Tensors
import Transformers
import XCTest

/// Windows over rows, trees of shared prefixes and caches, against the positions that each query may see.
final class WindowTests: XCTestCase {
  /// Keys of each query, as the kernels read a pattern.
  private func keys(_ pattern: AttentionPattern) -> [Int: Set<Int>] {
    var result: [Int: Set<Int>] = [:]
    for block in pattern.blocks {
      for (position, query) in block.queries.enumerated() {
        for span in block.keys {
          for (index, key) in span.range.enumerated()
          where (!span.isCausal || index <= position)
            && span.windowStart.map({ index >= $0 + position }) ?? true
          {
            result[query, default: []].insert(key)
          }
        }
      }
    }
    return result
  }

  private func check(
    _ layout: TokenLayout, window: Int, isCached: Bool, _ label: String
  ) {
    let narrow = layout.pattern.within(window, queries: layout.positions) {
      isCached ? $0 : Int(layout.positions[$0])
    }
    XCTAssertEqual(narrow.blocks.count, layout.pattern.blocks.count, label)
    let expected = keys(layout.pattern).map { query, seen in
      let kept = seen.filter {
        (isCached ? $0 : Int(layout.positions[$0])) > Int(layout.positions[query]) - window
      }
      return (query, kept)
    }
    XCTAssertEqual(
      keys(narrow), Dictionary(uniqueKeysWithValues: expected), "\(label) window \(window)")
  }

  func testRowsAndCaches() {
    for window in [1, 2, 5, 16, 17, 40] {
      let codes = [Int32](repeating: 0, count: 17)
      check(TokenLayout(row: codes), window: window, isCached: false, "row")
      check(TokenLayout(row: codes, past: 23), window: window, isCached: true, "piece")
      check(TokenLayout(row: [0], past: 23), window: window, isCached: true, "token")
    }
  }

  func testTreesOfPrefixes() {
    var random = RandomGenerator(seed: 9)
    for round in 0..<30 {
      var places: [(parent: Int?, range: Range<Int>, past: Int)] = []
      var blocks: [AttentionPattern.Block] = []
      var positions: [Int32] = []
      for index in 0..<1 + random.below(7) {
        let parent = index == 0 || random.below(4) == 0 ? nil : random.below(index)
        let past = parent.map { places[$0].past + places[$0].range.count } ?? 0
        let range = positions.count..<positions.count + 1 + random.below(20)
        positions += range.indices.map { Int32(past + $0 - range.lowerBound) }
        var spans = [AttentionPattern.KeySpan(range: range, isCausal: true)]
        var ancestor = parent
        while let segment = ancestor {
          spans.insert(.init(range: places[segment].range, isCausal: false), at: 0)
          ancestor = places[segment].parent
        }
        places.append((parent, range, past))
        blocks.append(.init(queries: range, keys: spans))
      }
      let layout = TokenLayout(
        codes: [Int32](repeating: 0, count: positions.count), positions: positions,
        pattern: AttentionPattern(blocks: blocks))
      check(layout, window: 1 + random.below(25), isCached: false, "tree \(round)")
    }
  }
}
