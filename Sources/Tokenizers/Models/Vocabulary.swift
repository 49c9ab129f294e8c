/// Tokens by id and ids by token, compared byte by byte.
///
/// All token texts lie in one buffer, so 50,000 tokens cost a handful of allocations.
struct Vocabulary: Sendable {
  /// Ids stay below this, far above any published vocabulary: a hostile id can't ask for memory.
  static let idLimit = 1 << 22

  private var storage: [UInt8] = []
  /// Where token `id` lies in `storage`; -1 where no token has that id.
  private var starts: [Int] = []
  private var lengths: [Int] = []
  /// Open addressing; a slot holds an id or -1.
  private var slots: [Int32]
  private(set) var count = 0

  init(capacity: Int) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: -1, count: size)
  }

  /// One more than the highest id.
  var endID: Int { starts.count }

  /// A file's `{"token": id}`; tokens longer than `keyLimit` bytes are refused.
  init(field: Field, keyLimit: Int = .max) throws(TokenizerError) {
    let members = try field.members()
    if members.isEmpty { throw .emptyVocabulary(field: field.path) }
    self.init(capacity: members.count)
    for member in members {
      guard let number = member.value.int else {
        throw .wrongType(field: field.child(member.name), expected: "an integer")
      }
      if member.key.count > keyLimit {
        throw .tokenTooLong(
          field: field.path, length: member.key.count, limit: keyLimit)
      }
      let id = try Self.checkedID(number, field: field.child(member.name))
      switch insert(member.key, id: id) {
      case .done: break
      case .duplicateID: throw .duplicateID(field: field.path, id: number)
      case .duplicateToken: throw .duplicateToken(field: field.path, token: member.name)
      }
    }
  }

  /// Every token with its id, in the order of the ids.
  var entries: [(key: ArraySlice<UInt8>, value: Int32)] {
    (0..<Int32(endID)).compactMap { id in bytes(of: id).map { ($0, id) } }
  }

  static func checkedID(_ id: Int, field: String) throws(TokenizerError) -> Int32 {
    guard id >= 0, id < idLimit else {
      throw .idOutOfRange(field: field, id: id, limit: idLimit)
    }
    return Int32(id)
  }

  /// The id of a model's `unk_token`, which must be there.
  func unknownToken(of model: Field, default name: String) throws(TokenizerError) -> Int32 {
    let token = try model.optional("unk_token")?.text() ?? Array(name.utf8)
    guard let id = id(of: token) else {
      throw .unknownToken(
        field: model.child("unk_token"), token: String(decoding: token, as: UTF8.self))
    }
    return id
  }

  func contains(_ id: Int32) -> Bool {
    id >= 0 && Int(id) < starts.count && starts[Int(id)] >= 0
  }

  /// The token's bytes as the file writes them, nil for an id that no token has.
  func bytes(of id: Int32) -> ArraySlice<UInt8>? {
    guard contains(id) else { return nil }
    let start = starts[Int(id)]
    return storage[start..<start + lengths[Int(id)]]
  }

  func id(of token: [UInt8]) -> Int32? {
    token.withUnsafeBytes { id(of: $0) }
  }

  func id(of token: UnsafeRawBufferPointer) -> Int32? {
    let slot = slots[slotIndex(of: token)]
    return slot < 0 ? nil : slot
  }

  enum Insertion { case done, duplicateToken, duplicateID }

  mutating func insert(_ token: [UInt8], id: Int32) -> Insertion {
    if contains(id) { return .duplicateID }
    if 2 * (count + 1) > slots.count { grow() }
    let slot = token.withUnsafeBytes { slotIndex(of: $0) }
    if slots[slot] >= 0 { return .duplicateToken }
    if Int(id) >= starts.count {
      let missing = Int(id) + 1 - starts.count
      starts.append(contentsOf: repeatElement(-1, count: missing))
      lengths.append(contentsOf: repeatElement(0, count: missing))
    }
    starts[Int(id)] = storage.count
    lengths[Int(id)] = token.count
    storage.append(contentsOf: token)
    slots[slot] = id
    count += 1
    return .done
  }

  private mutating func grow() {
    let ids = slots.filter { $0 >= 0 }
    slots = Array(repeating: -1, count: slots.count * 2)
    for id in ids {
      let start = starts[Int(id)]
      let end = start + lengths[Int(id)]
      let slot = storage.withUnsafeBytes {
        slotIndex(of: UnsafeRawBufferPointer(rebasing: $0[start..<end]))
      }
      slots[slot] = id
    }
  }

  /// The slot that holds the token, or the free one where it would go.
  private func slotIndex(of token: UnsafeRawBufferPointer) -> Int {
    // Swift's seeded hash: a file can't be written so that all its tokens collide.
    var hasher = Hasher()
    hasher.combine(bytes: token)
    let mask = slots.count - 1
    var slot = hasher.finalize() & mask
    while slots[slot] >= 0, !matches(slots[slot], token) { slot = (slot + 1) & mask }
    return slot
  }

  private func matches(_ id: Int32, _ token: UnsafeRawBufferPointer) -> Bool {
    guard lengths[Int(id)] == token.count else { return false }
    let start = starts[Int(id)]
    return storage.withUnsafeBytes {
      UnsafeRawBufferPointer(rebasing: $0[start..<start + token.count]).elementsEqual(token)
    }
  }
}

extension Field {
  /// An id of the vocabulary.
  func id() throws(TokenizerError) -> Int32 {
    try Vocabulary.checkedID(try integer(), field: path)
  }
}
