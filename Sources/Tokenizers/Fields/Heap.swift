/// A binary heap whose order is passed at each call, so that it may need what the caller holds.
struct Heap<Element> {
  private var items: [Element] = []

  mutating func removeAll() { items.removeAll(keepingCapacity: true) }

  @inline(__always)
  mutating func push(_ item: Element, by precedes: (Element, Element) -> Bool) {
    items.append(item)
    var child = items.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      if !precedes(items[child], items[parent]) { return }
      items.swapAt(parent, child)
      child = parent
    }
  }

  /// The element that precedes all others, taken out.
  @inline(__always)
  mutating func pop(by precedes: (Element, Element) -> Bool) -> Element? {
    guard let top = items.first, let last = items.popLast() else { return nil }
    if items.isEmpty { return top }
    items[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      if child >= items.count { return top }
      if child + 1 < items.count, precedes(items[child + 1], items[child]) { child += 1 }
      if !precedes(items[child], items[parent]) { return top }
      items.swapAt(parent, child)
      parent = child
    }
  }
}
