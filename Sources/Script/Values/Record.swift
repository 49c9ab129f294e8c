/// Names with values, in the order in which they were first set.
package struct Record {
  private var storage: Storage

  private final class Storage {
    var keys: [String]
    var values: [Value]
    /// Kept only once a search through the keys would be slow.
    var indices: [String: Int]?

    init(keys: [String] = [], values: [Value] = [], indices: [String: Int]? = nil) {
      self.keys = keys
      self.values = values
      self.indices = indices
    }

    func copy() -> Storage { Storage(keys: keys, values: values, indices: indices) }
  }

  private static let searchLimit = 12

  package init() { storage = Storage() }

  /// Later pairs override earlier ones of the same name.
  package init(_ pairs: some Sequence<(String, Value)>) {
    self.init()
    for (key, value) in pairs { self[key] = value }
  }

  package var keys: [String] { storage.keys }
  package var count: Int { storage.keys.count }
  package var values: [Value] { storage.values }
  package var isEmpty: Bool { storage.keys.isEmpty }

  package func index(of key: String) -> Int? {
    if let indices = storage.indices { return indices[key] }
    return storage.keys.firstIndex(of: key)
  }

  package subscript(key: String) -> Value? {
    get { index(of: key).map { storage.values[$0] } }
    set {
      guard let newValue else {
        remove(key)
        return
      }
      makeUnique()
      if let index = index(of: key) {
        storage.values[index] = newValue
        return
      }
      storage.keys.append(key)
      storage.values.append(newValue)
      if storage.indices != nil {
        storage.indices![key] = storage.keys.count - 1
      } else if storage.keys.count > Self.searchLimit {
        indexKeys()
      }
    }
  }

  /// Removes a name and returns its value.
  @discardableResult
  package mutating func remove(_ key: String) -> Value? {
    guard let index = index(of: key) else { return nil }
    makeUnique()
    storage.keys.remove(at: index)
    let value = storage.values.remove(at: index)
    if storage.indices != nil { indexKeys() }
    return value
  }

  /// Changes the value at an index where it is stored, so that a long list in it isn't copied.
  mutating func update<Result>(
    at index: Int, _ body: (inout Value) throws -> Result
  ) rethrows -> Result {
    makeUnique()
    return try body(&storage.values[index])
  }

  private func indexKeys() {
    storage.indices = Dictionary(
      uniqueKeysWithValues: storage.keys.enumerated().map { ($0.element, $0.offset) })
  }

  private mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
  }
}

extension Record: Sequence {
  package func makeIterator() -> Zip2Sequence<[String], [Value]>.Iterator {
    zip(storage.keys, storage.values).makeIterator()
  }
}
