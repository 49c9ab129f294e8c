import Tensors
import Transformers

/// Some rows laid out for one pass: no padding, and whatever leading tokens rows share stands once.
///
/// The shared part is found from the codes alone. Attention is causal, so the keys and values of a
/// common beginning are the same for every row that has it.
package struct Batch: Sendable {
  package let layout: TokenLayout
  /// The place in the layout whose logits predict each target token.
  let predictors: [Int32]
  /// The target tokens' ids, one for each predictor.
  package let targets: [Int32]
  /// Which of the rows each target belongs to.
  let owners: [Int]
  /// The decoder's side, where an encoder–decoder answers.
  let reply: Reply?

  struct Reply: Sendable {
    let layout: TokenLayout
    /// Which tokens of the encoder's layout each decoder row reads.
    let reading: AttentionPattern
  }

  /// Rows whose targets stand in their own text.
  ///
  /// - Parameter sharing: off lays every row out whole; the slow, plain way that tests compare with.
  package init(_ rows: [RenderedRow], sharing: Bool = true) {
    var builder = Builder(rows: rows)
    if sharing {
      builder.addTree(Array(rows.indices), from: 0, parent: nil)
    } else {
      for row in rows.indices { builder.addLeaf(row, from: 0, parent: nil) }
    }
    layout = builder.layout(isCausal: true)
    (predictors, targets, owners) = builder.targets()
    reply = nil
  }

  /// Rows that a label is asked of: a decoder's state of the last token tells it, an encoder's of the first.
  package init(labelled rows: [RenderedRow], isCausal: Bool, sharing: Bool = true) {
    var builder = Builder(rows: rows)
    if isCausal && sharing {
      builder.addTree(Array(rows.indices), from: 0, parent: nil)
    } else {
      for row in rows.indices { builder.addLeaf(row, from: 0, parent: nil) }
    }
    layout = builder.layout(isCausal: isCausal)
    predictors = builder.places.map { isCausal ? $0[$0.count - 1] : $0[0] }
    targets = rows.map { $0.label ?? 0 }
    owners = Array(rows.indices)
    reply = nil
  }

  /// Rows that an encoder reads and a decoder answers, each reply behind the start token.
  /// - Parameter isBehindSoft: the decoder has soft tokens too, with the codes of the encoder's.
  package init(replies rows: [RenderedRow], start: Int32, isBehindSoft: Bool = false) {
    var source = Builder(rows: rows)
    for row in rows.indices { source.addLeaf(row, from: 0, parent: nil) }
    layout = source.layout(isCausal: false)
    let fronts = rows.map { isBehindSoft ? $0.codes.filter { $0 < 0 } : [] }
    let written = zip(fronts, rows).map { front, row in
      let codes = front + [start] + row.reply.dropLast()
      return RenderedRow(codes: codes, isTarget: codes.map { _ in false }, row: row.row)
    }
    var writing = Builder(rows: written)
    for row in written.indices { writing.addLeaf(row, from: 0, parent: nil) }
    let read = zip(writing.segments, source.segments).map { own, text in
      AttentionPattern.Block(
        queries: own.range, keys: [.init(range: text.range, isCausal: false)])
    }
    reply = Reply(
      layout: writing.layout(isCausal: true), reading: AttentionPattern(blocks: read))
    predictors = zip(writing.places, fronts).flatMap { $0.dropFirst($1.count) }
    targets = rows.flatMap(\.reply)
    owners = rows.indices.flatMap { row in rows[row].reply.map { _ in row } }
  }

  package var tokenCount: Int { layout.codes.count + (reply?.layout.codes.count ?? 0) }
}

extension Batch {
  /// Grows a forest of segments; a segment's tokens see its ancestors' and their own earlier ones.
  private struct Builder {
    let rows: [RenderedRow]
    var codes: [Int32] = []
    var positions: [Int32] = []
    var segments: [(range: Range<Int>, parent: Int?)] = []
    /// For each row, the place of each of its tokens in the layout.
    var places: [[Int32]]

    /// Below this many tokens saved, a segment of its own costs more than it spares.
    static let leastSaving = 8

    init(rows: [RenderedRow]) {
      self.rows = rows
      places = rows.map { row in
        var places: [Int32] = []
        places.reserveCapacity(row.codes.count)
        return places
      }
    }

    mutating func addTree(_ members: [Int], from depth: Int, parent: Int?) {
      guard members.count > 1 else {
        for row in members { addLeaf(row, from: depth, parent: parent) }
        return
      }
      let shared = sharedCount(members, from: depth)
      if shared * (members.count - 1) >= Self.leastSaving {
        let segment = add(rows[members[0]].codes[depth..<depth + shared], at: depth, parent)
        for row in members { place(row, in: segment) }
        addBranches(members, from: depth + shared, parent: segment)
      } else if shared > 0 {
        for row in members { addLeaf(row, from: depth, parent: parent) }
      } else {
        addBranches(members, from: depth, parent: parent)
      }
    }

    /// Groups members by their next token; those that end here have nothing left to add.
    private mutating func addBranches(_ members: [Int], from depth: Int, parent: Int?) {
      var order: [Int32] = []
      var groups: [Int32: [Int]] = [:]
      for row in members where rows[row].codes.count > depth {
        let next = rows[row].codes[depth]
        if groups[next] == nil { order.append(next) }
        groups[next, default: []].append(row)
      }
      for next in order { addTree(groups[next]!, from: depth, parent: parent) }
    }

    mutating func addLeaf(_ row: Int, from depth: Int, parent: Int?) {
      guard rows[row].codes.count > depth else { return }
      place(row, in: add(rows[row].codes[depth...], at: depth, parent))
    }

    private mutating func add(_ slice: ArraySlice<Int32>, at depth: Int, _ parent: Int?) -> Int {
      let start = codes.count
      codes += slice
      positions += (0..<slice.count).map { Int32(depth + $0) }
      segments.append((start..<codes.count, parent))
      return segments.count - 1
    }

    private mutating func place(_ row: Int, in segment: Int) {
      places[row] += segments[segment].range.map(Int32.init)
    }

    private func sharedCount(_ members: [Int], from depth: Int) -> Int {
      let first = rows[members[0]].codes
      var shared = first.count - depth
      for row in members.dropFirst() {
        let other = rows[row].codes
        shared = min(shared, other.count - depth)
        var same = 0
        while same < shared, first[depth + same] == other[depth + same] { same += 1 }
        shared = same
      }
      return shared
    }

    func layout(isCausal: Bool) -> TokenLayout {
      let blocks = segments.map { segment in
        var ancestors: [AttentionPattern.KeySpan] = []
        var parent = segment.parent
        while let at = parent {
          ancestors.append(.init(range: segments[at].range, isCausal: false))
          parent = segments[at].parent
        }
        return AttentionPattern.Block(
          queries: segment.range,
          keys: ancestors.reversed() + [.init(range: segment.range, isCausal: isCausal)])
      }
      return TokenLayout(
        codes: codes, positions: positions, pattern: AttentionPattern(blocks: blocks))
    }

    func targets() -> ([Int32], [Int32], [Int]) {
      var predictors: [Int32] = []
      var targets: [Int32] = []
      var owners: [Int] = []
      for (owner, row) in rows.enumerated() {
        for position in row.predicted {
          predictors.append(places[owner][position - 1])
          targets.append(row.codes[position])
          owners.append(owner)
        }
      }
      return (predictors, targets, owners)
    }
  }
}
