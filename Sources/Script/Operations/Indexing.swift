/// Reading by `[…]`; negative positions count from the end, slices are cut to what is there.
enum Indexing {
  /// `layouts` are those of strings that are indexed again and again.
  static func value(
    _ base: Value, _ items: [IndexItem], _ layouts: CharacterLayouts? = nil
  ) throws -> Value {
    if case .object(let object) = base {
      if let result = try object.index(items) { return result }
      throw Fault("\(base.brief) has no index")
    }
    guard items.count == 1 else {
      throw Fault(
        "\(base.brief) takes one index, not \(items.count)",
        hint: "write `x[0][1]`, or make it a tensor: `tensor(x)[0, 1]`")
    }
    switch (base, items[0]) {
    case (.list(let list), .position(let index)):
      return list[try offset(index, list.count, base)]
    case (.list(let list), .slice(let lower, let upper, let step)):
      return .list(slice(list, lower, upper, step))
    case (.string(let text), .position(let index)):
      let layout = layouts?.layout(of: text) ?? CharacterLayout(text)
      let position = try offset(index, layout.count, base)
      return .string(layout.piece(position, position + 1))
    case (.string(let text), .slice(let lower, let upper, 1)):
      let layout = layouts?.layout(of: text) ?? CharacterLayout(text)
      let bounds = bounds(lower, upper, layout.count)
      return .string(layout.piece(bounds.lowerBound, bounds.upperBound))
    case (.string(let text), .slice(let lower, let upper, let step)):
      return .string(String(slice(Array(text), lower, upper, step)))
    case (.range(let range), .position(let index)):
      return .number(Double(range.element(try offset(index, range.count, base))))
    case (.range(let range), .slice(let lower, let upper, 1)):
      return .list(bounds(lower, upper, range.count).map { .number(Double(range.element($0))) })
    case (.range, .slice(let lower, let upper, let step)):
      var elements = try ElementIterator(base)
      return .list(slice(try elements.all(), lower, upper, step))
    case (.record(let record), .name(let name)):
      if let value = record[name] { return value }
      throw record.missing(name)
    case (.record, _): throw Fault("a record's index is a name: `r[\"name\"]`")
    case (.list, _), (.string, _), (.range, _):
      throw Fault("the index of \(base.brief) is a whole number or a range")
    default: throw Fault("\(base.brief) has no index")
    }
  }

  static func offset(_ index: Int, _ count: Int, _ base: Value) throws -> Int {
    let position = index < 0 ? index + count : index
    guard position >= 0, position < count else {
      let what =
        switch base {
        case .string: "the string has"
        case .range: "the range has"
        default: "the list has"
        }
      throw Fault(
        "index \(index) is out of range: \(what) \(count == 0 ? "no items" : Phrase.plural(count, "item"))",
        hint: count == 0 ? nil : "the last is `[\(count - 1)]` or `[-1]`")
    }
    return position
  }

  private static func slice<Element>(
    _ items: [Element], _ lower: Int?, _ upper: Int?, _ step: Int
  ) -> [Element] {
    let count = items.count
    guard step > 0 else {
      var index = min(lower ?? count - 1, count - 1)
      var picked: [Element] = []
      while index >= 0, index > (upper ?? -1) {
        picked.append(items[index])
        index += step
      }
      return picked
    }
    let bounds = bounds(lower, upper, count)
    if step == 1 { return Array(items[bounds]) }
    return stride(from: bounds.lowerBound, to: bounds.upperBound, by: step).map { items[$0] }
  }

  /// The positions of a slice that are there.
  private static func bounds(_ lower: Int?, _ upper: Int?, _ count: Int) -> Range<Int> {
    func clamped(_ bound: Int) -> Int { min(max(bound < 0 ? bound + count : bound, 0), count) }
    let start = clamped(lower ?? 0)
    return start..<max(start, clamped(upper ?? count))
  }

  /// A value between brackets as an item.
  static func item(_ value: Value) throws -> IndexItem {
    switch value {
    case .number(let number):
      guard let whole = number.exactInt else {
        throw Fault("an index is a whole number, not \(NumberText.text(number))")
      }
      return .position(whole)
    case .range(let range): return .slice(lower: range.start, upper: range.end, step: range.step)
    case .string(let name): return .name(name)
    default: return .value(value)
    }
  }
}
