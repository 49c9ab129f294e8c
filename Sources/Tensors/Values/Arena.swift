/// Allocates ranges of one region of memory, the lowest hole that is large enough first (Knuth's
/// address-ordered first fit); adjacent holes are merged.
///
/// Batches whose sizes keep changing reuse what smaller and larger ones freed, where lists of
/// buffers by size would keep some of each. It hands out offsets and holds no memory itself.
package struct Arena: Sendable {
  package let capacity: Int
  /// Free ranges below `top`, by address; none touches another, or `top`.
  package private(set) var holes: [Range<Int>] = []
  /// Nothing is allocated from here on.
  package private(set) var top = 0
  /// Nothing was written from here on, or it has been returned to the system.
  package private(set) var touched = 0

  /// The highest `top` of the last rounds, and of those before.
  private var recentTop = 0
  private var earlierTop = 0
  private var freed = 0

  /// Bytes that are always kept beyond what is needed.
  private static let kept = 64 << 20

  package init(capacity: Int) {
    self.capacity = capacity
  }

  /// The offset of `size` bytes; nil where no space is left.
  package mutating func allocate(_ size: Int) -> Int? {
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

  /// Frees what `allocate` returned.
  /// - Returns: what can be returned to the system, where much more was touched than the last
  ///   rounds needed.
  package mutating func free(_ range: Range<Int>) -> Range<Int>? {
    var (low, high) = (0, holes.count)
    while low < high {
      let middle = (low + high) / 2
      if holes[middle].lowerBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    var hole = range
    if low < holes.count, holes[low].lowerBound == hole.upperBound {
      hole = hole.lowerBound..<holes.remove(at: low).upperBound
    }
    if low > 0, holes[low - 1].upperBound == hole.lowerBound {
      hole = holes.remove(at: low - 1).lowerBound..<hole.upperBound
      low -= 1
    }
    if hole.upperBound == top { top = hole.lowerBound } else { holes.insert(hole, at: low) }
    freed += range.count
    return surplus()
  }

  /// Looked for once several times all that was touched has been freed, which takes more than one
  /// step of training.
  private mutating func surplus() -> Range<Int>? {
    guard freed > 16 * max(touched, Self.kept) else { return nil }
    let needed = max(recentTop, earlierTop)
    (earlierTop, recentTop, freed) = (recentTop, top, 0)
    guard touched > needed + max(Self.kept, needed / 2) else { return nil }
    defer { touched = needed }
    return needed..<touched
  }
}
