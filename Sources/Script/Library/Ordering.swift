/// Comparisons that fail in words where two values have no order.
enum Ordering {
  /// Whether the one comes before the other.
  static func precedes(_ a: Value, _ b: Value) throws -> Bool {
    guard let order = a.order(b) else {
      throw Fault(
        "\(a.brief) and \(b.brief) have no order", hint: "give what to compare: `key: x => …`")
    }
    return order < 0
  }

  /// What each item is compared by: itself, or what the script's `key` makes of it.
  static func keys(_ items: [Value], _ key: Value, _ context: Context) throws -> [Value] {
    key.isNone ? items : try items.map { try context.call(key, [$0]) }
  }

  /// The items in order; equal ones keep theirs, reversed or not.
  static func sorted(
    _ items: [Value], key: Value, isReversed: Bool, _ context: Context
  ) throws -> [Value] {
    let keys = try keys(items, key, context)
    var comparisons = 0
    return try items.indices.sorted { left, right in
      comparisons += 1
      if comparisons & 0xFFF == 0 { try context.checkInterrupt() }
      let (a, b) = isReversed ? (keys[right], keys[left]) : (keys[left], keys[right])
      if try precedes(a, b) { return true }
      return try precedes(b, a) ? false : left < right
    }.map { items[$0] }
  }
}
