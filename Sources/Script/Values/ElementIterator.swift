/// Iterates over whatever `for … in` can.
package struct ElementIterator {
  private enum Source {
    case list([Value])
    case range(RangeValue)
    case characters(String.Iterator)
    case keys([String])
    case object(any HostObject, Int)
  }

  private var source: Source
  private var index = 0
  /// How many elements there will be; nil for a string.
  package let count: Int?

  package init(_ value: Value) throws {
    switch value {
    case .list(let items):
      source = .list(items)
      count = items.count
    case .range(let range):
      source = .range(range)
      count = range.count
    case .string(let text):
      source = .characters(text.makeIterator())
      count = nil
    case .record(let record):
      source = .keys(record.keys)
      count = record.count
    case .object(let object):
      guard let elements = object.count else { throw Self.fault(value) }
      source = .object(object, elements)
      count = elements
    default:
      throw Self.fault(value)
    }
  }

  private static func fault(_ value: Value) -> Fault {
    var hint: String?
    if case .number(let number) = value {
      hint = "to count, write `0..\(NumberText.text(number))`"
    }
    return Fault("\(value.brief) has no elements to iterate over", hint: hint)
  }

  package mutating func next() throws -> Value? {
    defer { index += 1 }
    switch source {
    case .list(let items): return index < items.count ? items[index] : nil
    case .range(let range):
      return index < range.count ? .number(Double(range.element(index))) : nil
    case .characters(var iterator):
      let character = iterator.next()
      source = .characters(iterator)
      return character.map { .string(String($0)) }
    case .keys(let keys): return index < keys.count ? .string(keys[index]) : nil
    case .object(let object, let count):
      return index < count ? try object.element(index) : nil
    }
  }

  /// All elements that are left, at most `Limits.listLength` of them.
  package mutating func all() throws -> [Value] {
    if case .list(let items) = source, index == 0 { return items }
    if let count { try Limits.checkList(count) }
    var items: [Value] = []
    items.reserveCapacity(count ?? 0)
    while let item = try next() { items.append(item) }
    return items
  }
}
