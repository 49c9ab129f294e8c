/// Places in one region of memory, the lowest that is large enough first (Knuth's address-ordered
/// first fit); neighbours that are free become one.
///
/// Batches of ever other sizes take what smaller and larger ones left, where lists of buffers by
/// size would keep some of each. The offsets are numbers: whose memory it is, is not decided here.
package struct Arena: Sendable {
  package let capacity: Int
  /// Free places below `top`, by address; none touches another, or `top`.
  package private(set) var holes: [Range<Int>] = []
  /// Nothing is taken from here on.
  package private(set) var top = 0
  /// Nothing was written from here on, or what was has gone back to the system.
  package private(set) var touched = 0

  /// What `top` reached of late, and before.
  private var recentTop = 0
  private var earlierTop = 0
  private var givenBack = 0

  /// Bytes beyond what is needed that are always kept.
  private static let kept = 64 << 20

  package init(capacity: Int) {
    self.capacity = capacity
  }

  /// Where `size` bytes begin; nil where no room is left.
  package mutating func take(_ size: Int) -> Int? {
    if let index = holes.firstIndex(where: { $0.count >= size }) {
      let start = holes[index].lowerBound
      if holes[index].count == size {
        holes.remove(at: index)
      } else {
        holes[index] = start + size..<holes[index].upperBound
      }
      return start
    }
    guard size <= capacity - top else { return nil }
    defer {
      top += size
      touched = max(touched, top)
      recentTop = max(recentTop, top)
    }
    return top
  }

  /// Takes back what `take` gave.
  /// - Returns: what the system can have again, where much more was touched than the last rounds
  ///   needed.
  package mutating func give(_ place: Range<Int>) -> Range<Int>? {
    var (low, high) = (0, holes.count)
    while low < high {
      let middle = (low + high) / 2
      if holes[middle].lowerBound < place.lowerBound { low = middle + 1 } else { high = middle }
    }
    var hole = place
    if low < holes.count, holes[low].lowerBound == hole.upperBound {
      hole = hole.lowerBound..<holes.remove(at: low).upperBound
    }
    if low > 0, holes[low - 1].upperBound == hole.lowerBound {
      hole = holes.remove(at: low - 1).lowerBound..<hole.upperBound
      low -= 1
    }
    if hole.upperBound == top { top = hole.lowerBound } else { holes.insert(hole, at: low) }
    givenBack += place.count
    return surplus()
  }

  /// Looked for once several times of all that was touched has come and gone, which takes more than
  /// one step of a training.
  private mutating func surplus() -> Range<Int>? {
    guard givenBack > 16 * max(touched, Self.kept) else { return nil }
    let needed = max(recentTop, earlierTop)
    (earlierTop, recentTop, givenBack) = (recentTop, top, 0)
    guard touched > needed + max(Self.kept, needed / 2) else { return nil }
    defer { touched = needed }
    return needed..<touched
  }
}
