/// Sizes beyond which a script gets a fault instead of taking the machine's memory.
package enum Limits {
  /// Elements of a list.
  static let listLength = 50_000_000
  /// Bytes of a string.
  package static let stringLength = 500_000_000
  /// Lists within lists, calls within calls of the reader: what recursion over values can bear.
  static let valueDepth = 1000
  /// Script calls within script calls.
  static let callDepth = 20_000

  package static func checkList(_ count: Int) throws {
    guard count <= listLength else {
      throw Fault("a list of \(count) elements is too long; the limit is \(listLength)")
    }
  }

  static func checkString(_ count: Int) throws {
    guard count <= stringLength else {
      throw Fault("a string of \(count) bytes is too long; the limit is \(stringLength)")
    }
  }

  /// Refuses a value nested beyond `valueDepth`. Only the first and last child are followed: a
  /// loop that wraps a value in another again and again puts it there, and looking at every
  /// child would make each wrapping as slow as a copy.
  static func checkDepth(_ value: Value) throws {
    if depth(value, isFirst: true) > valueDepth || depth(value, isFirst: false) > valueDepth {
      throw Fault("lists and records are nested more than \(valueDepth) deep")
    }
  }

  private static func depth(_ value: Value, isFirst: Bool) -> Int {
    var current = value
    var depth = 0
    while depth <= valueDepth {
      let child: Value?
      switch current {
      case .list(let items): child = isFirst ? items.first : items.last
      case .record(let record): child = isFirst ? record.values.first : record.values.last
      default: return depth
      }
      guard let child else { return depth + 1 }
      current = child
      depth += 1
    }
    return depth
  }
}
