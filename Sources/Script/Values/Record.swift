/// Names with values, in the order in which they were first set.
package struct Record {
  private var storage: Storage

  private final class Storage {
    var keys: [String]
    var values: [Value]
    /// Kept only once a walk through the keys would be slow.
    var places: [String: Int]?

    init(keys: [String] = [], values: [Value] = [], places: [String: Int]? = nil) {
      self.keys = keys
      self.values = values
      self.places = places
    }

    func copy() -> Storage { Storage(keys: keys, values: values, places: places) }
  }

  private static let walkLimit = 12

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

  package func place(of key: String) -> Int? {
    if let places = storage.places { return places[key] }
    return storage.keys.firstIndex(of: key)
  }

  package subscript(key: String) -> Value? {
    get { place(of: key).map { storage.values[$0] } }
    set {
      guard let newValue else {
        remove(key)
        return
      }
      makeUnique()
      if let place = place(of: key) {
        storage.values[place] = newValue
        return
      }
      storage.keys.append(key)
      storage.values.append(newValue)
      if storage.places != nil {
        storage.places![key] = storage.keys.count - 1
      } else if storage.keys.count > Self.walkLimit {
        index()
      }
    }
  }

  /// Removes a name and returns its value.
  @discardableResult
  package mutating func remove(_ key: String) -> Value? {
    guard let place = place(of: key) else { return nil }
    makeUnique()
    storage.keys.remove(at: place)
    let value = storage.values.remove(at: place)
    if storage.places != nil { index() }
    return value
  }

  /// Changes the value at a place where it lies, so that a long list in it isn't copied.
  mutating func update<Result>(
    at place: Int, _ body: (inout Value) throws -> Result
  ) rethrows -> Result {
    makeUnique()
    return try body(&storage.values[place])
  }

  private func index() {
    storage.places = Dictionary(
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
