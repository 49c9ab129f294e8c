/// Applies merges to one word: always the lowest rank, the leftmost of equals.
///
/// Short words are scanned again after each merge; long ones use a heap over a linked list, so a
/// word of n symbols costs n log n and a page of spaces is no trap.
struct WordMerger {
  private static let scanLimit = 48
  private var ranks: [UInt32] = []
  private var ids: [Int32] = []
  /// Rank above position, the smallest first.
  private var heap = Heap<UInt64>()
  private var next: [Int32] = []
  private var previous: [Int32] = []

  mutating func merge(_ symbols: inout [Symbol], by table: MergeTable) {
    if symbols.count < 2 { return }
    if symbols.count <= Self.scanLimit {
      scan(&symbols, table)
    } else {
      mergeByHeap(&symbols, table)
    }
  }

  private mutating func scan(_ symbols: inout [Symbol], _ table: MergeTable) {
    ranks.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
    func look(_ index: Int) -> (UInt32, Int32) {
      guard let merge = table.merge(symbols[index].id, symbols[index + 1].id) else {
        return (.max, -1)
      }
      return (merge.rank, merge.id)
    }
    for index in 0..<symbols.count - 1 {
      let (rank, id) = look(index)
      ranks.append(rank)
      ids.append(id)
    }
    while true {
      var best = UInt32.max
      var at = -1
      for index in 0..<ranks.count where ranks[index] < best {
        best = ranks[index]
        at = index
      }
      if at < 0 { return }
      symbols[at] = Symbol(id: ids[at], end: symbols[at + 1].end)
      symbols.remove(at: at + 1)
      ranks.remove(at: at)
      ids.remove(at: at)
      if at > 0 { (ranks[at - 1], ids[at - 1]) = look(at - 1) }
      if at < ranks.count { (ranks[at], ids[at]) = look(at) }
    }
  }

  private mutating func mergeByHeap(_ symbols: inout [Symbol], _ table: MergeTable) {
    let count = symbols.count
    next = (1...Int32(count)).map { $0 == count ? -1 : $0 }
    previous = (-1..<Int32(count) - 1).map { $0 }
    heap.removeAll()
    func push(_ index: Int) {
      let right = Int(next[index])
      if right >= 0, let merge = table.merge(symbols[index].id, symbols[right].id) {
        heap.push(UInt64(merge.rank) << 32 | UInt64(index), by: <)
      }
    }
    for index in 0..<count - 1 { push(index) }
    while let entry = heap.pop(by: <) {
      let index = Int(entry & 0xFFFF_FFFF)
      let right = Int(next[index])
      // An entry is stale once either of its symbols has been merged otherwise.
      guard right >= 0, symbols[index].id >= 0,
        let merge = table.merge(symbols[index].id, symbols[right].id),
        UInt64(merge.rank) == entry >> 32
      else { continue }
      symbols[index] = Symbol(id: merge.id, end: symbols[right].end)
      symbols[right].id = -1
      next[index] = next[right]
      if next[right] >= 0 { previous[Int(next[right])] = Int32(index) }
      if previous[index] >= 0 { push(Int(previous[index])) }
      push(index)
    }
    symbols.removeAll { $0.id < 0 }
  }
}
