/// Byte strings with a value each, found by what a text starts with.
///
/// Nodes lie level by level and a node's children side by side, ordered by byte: eleven bytes a
/// node, so the tree of 250,000 tokens stays small.
struct ByteTrie: Sendable {
  /// A text of n bytes costs at most n times the longest key; longer ones are refused.
  static let keyLimit = 1024

  private var labels: [UInt8] = [0]
  private var values: [Int32] = [-1]
  private var firstChildren: [Int32] = []
  private var childCounts: [UInt16] = []
  /// The root's children by byte; -1 where there is none.
  private var roots = [Int32](repeating: -1, count: 256)

  /// Values are at least 0; the empty key is left out.
  init(_ entries: [(key: ArraySlice<UInt8>, value: Int32)]) {
    let sorted = entries.filter { !$0.key.isEmpty }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    var pending = [(range: 0..<sorted.count, depth: 0)]
    var node = 0
    while node < pending.count {
      let (range, depth) = pending[node]
      var position = range.lowerBound
      while position < range.upperBound, sorted[position].key.count == depth {
        values[node] = sorted[position].value
        position += 1
      }
      firstChildren.append(Int32(labels.count))
      while position < range.upperBound {
        let byte = Self.byte(sorted[position].key, depth)
        var end = position + 1
        while end < range.upperBound, Self.byte(sorted[end].key, depth) == byte { end += 1 }
        if node == 0 { roots[Int(byte)] = Int32(labels.count) }
        labels.append(byte)
        values.append(-1)
        pending.append((position..<end, depth + 1))
        position = end
      }
      childCounts.append(UInt16(labels.count - Int(firstChildren[node])))
      node += 1
    }
  }

  private static func byte(_ key: ArraySlice<UInt8>, _ depth: Int) -> UInt8 {
    key[key.startIndex + depth]
  }

  /// Calls `body` with the end and the value of each key that the text has at `start`, the
  /// shortest first.
  @inline(__always)
  func forEachPrefix(
    of text: UnsafeBufferPointer<UInt8>, from start: Int, _ body: (Int, Int32) -> Void
  ) {
    var node = Int(roots[Int(text[start])])
    var position = start + 1
    while node >= 0 {
      if values[node] >= 0 { body(position, values[node]) }
      if position >= text.count { return }
      node = child(of: node, text[position])
      position += 1
    }
  }

  @inline(__always)
  private func child(of node: Int, _ byte: UInt8) -> Int {
    var low = Int(firstChildren[node])
    var high = low + Int(childCounts[node])
    while low < high {
      let middle = (low + high) / 2
      if labels[middle] == byte { return middle }
      if labels[middle] < byte { low = middle + 1 } else { high = middle }
    }
    return -1
  }
}
