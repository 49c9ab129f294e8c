import Tensors

/// Rows of tokens of which whatever leading tokens several have in common is kept once: a forest of
/// segments, each of whose tokens see those of its ancestors and their own earlier ones.
///
/// What is common is found from the codes alone. Attention is causal, so the keys and values of a common
/// beginning are the same for every row that has it.
package struct PrefixTree: Sendable {
  package struct Segment: Sendable {
    /// Its tokens among `codes`.
    package let range: Range<Int>
    package let parent: Int?
  }

  /// The segments' tokens, end to end.
  package private(set) var codes: [Int32] = []
  /// Position of each of them in its row.
  package private(set) var positions: [Int32] = []
  /// Parents come before their children.
  package private(set) var segments: [Segment] = []
  /// The segments that each row is made of, from its front to its end.
  package private(set) var paths: [[Int]]

  /// Below this many tokens saved, a segment of its own costs more than it spares.
  private static let leastSaving = 8

  /// - Parameter sharing: off lays every row out whole.
  package init(_ rows: [[Int32]], sharing: Bool = true) {
    paths = rows.map { _ in [] }
    if sharing {
      addTree(Array(rows.indices), of: rows, from: 0, parent: nil)
    } else {
      for row in rows.indices { addLeaf(row, of: rows, from: 0, parent: nil) }
    }
  }

  /// The index among `codes` of each token of a row.
  package func indices(of row: Int) -> [Int32] {
    paths[row].flatMap { segments[$0].range.map(Int32.init) }
  }

  /// The ancestors of a segment, the first one first.
  package func ancestors(of segment: Int) -> [Int] {
    var ancestors: [Int] = []
    var next = segments[segment].parent
    while let ancestor = next {
      ancestors.append(ancestor)
      next = segments[ancestor].parent
    }
    return ancestors.reversed()
  }

  /// All of it as one pass.
  package func layout(isCausal: Bool) -> TokenLayout {
    let blocks = segments.indices.map { index in
      let range = segments[index].range
      return AttentionPattern.Block(
        queries: range,
        keys: ancestors(of: index).map { .init(range: segments[$0].range, isCausal: false) }
          + [.init(range: range, isCausal: isCausal)])
    }
    return TokenLayout(
      codes: codes, positions: positions, pattern: AttentionPattern(blocks: blocks))
  }

  /// How many tokens all rows begin with in common.
  package static func sharedCount(_ rows: some Collection<[Int32]>) -> Int {
    guard let first = rows.first else { return 0 }
    return rows.dropFirst().reduce(first.count) { shared, row in
      zip(first.prefix(shared), row).prefix { $0 == $1 }.count
    }
  }

  private mutating func addTree(
    _ members: [Int], of rows: [[Int32]], from depth: Int, parent: Int?
  ) {
    guard members.count > 1 else {
      for row in members { addLeaf(row, of: rows, from: depth, parent: parent) }
      return
    }
    let shared = sharedCount(members, of: rows, from: depth)
    if shared * (members.count - 1) >= Self.leastSaving {
      let segment = add(rows[members[0]][depth..<depth + shared], at: depth, parent)
      for row in members { paths[row].append(segment) }
      addBranches(members, of: rows, from: depth + shared, parent: segment)
    } else if shared > 0 {
      for row in members { addLeaf(row, of: rows, from: depth, parent: parent) }
    } else {
      addBranches(members, of: rows, from: depth, parent: parent)
    }
  }

  /// Groups members by their next token; those that end here have nothing left to add.
  private mutating func addBranches(
    _ members: [Int], of rows: [[Int32]], from depth: Int, parent: Int?
  ) {
    var order: [Int32] = []
    var groups: [Int32: [Int]] = [:]
    for row in members where rows[row].count > depth {
      let next = rows[row][depth]
      if groups[next] == nil { order.append(next) }
      groups[next, default: []].append(row)
    }
    for next in order { addTree(groups[next]!, of: rows, from: depth, parent: parent) }
  }

  private mutating func addLeaf(_ row: Int, of rows: [[Int32]], from depth: Int, parent: Int?) {
    guard rows[row].count > depth else { return }
    paths[row].append(add(rows[row][depth...], at: depth, parent))
  }

  private mutating func add(_ slice: ArraySlice<Int32>, at depth: Int, _ parent: Int?) -> Int {
    let start = codes.count
    codes += slice
    positions += slice.indices.map(Int32.init)
    segments.append(Segment(range: start..<codes.count, parent: parent))
    return segments.count - 1
  }

  private func sharedCount(_ members: [Int], of rows: [[Int32]], from depth: Int) -> Int {
    let first = rows[members[0]]
    var shared = first.count - depth
    for row in members.dropFirst() {
      let other = rows[row]
      shared = min(shared, other.count - depth)
      var same = 0
      while same < shared, first[depth + same] == other[depth + same] { same += 1 }
      shared = same
    }
    return shared
  }
}
