/// The merges of a byte-pair model: which neighbours join, in what order, into which token.
struct MergeTable: Sendable {
  struct Merge {
    /// Position in the file's list; the lowest is applied first.
    let rank: UInt32
    let id: Int32
  }

  private static let free = UInt64.max
  private var keys: [UInt64]
  private var values: [UInt64]
  private let shift: UInt64
  /// Odd and drawn per table, so that a file can't be written whose pairs all collide.
  private let multiplier: UInt64

  init(capacity: Int) {
    var bits: UInt64 = 4
    while 1 << bits < capacity * 2 { bits += 1 }
    keys = Array(repeating: Self.free, count: 1 << bits)
    values = Array(repeating: 0, count: 1 << bits)
    shift = 64 - bits
    multiplier = UInt64.random(in: UInt64.min...UInt64.max) | 1
  }

  /// The table must have been given room for every pair.
  mutating func insert(_ left: Int32, _ right: Int32, rank: Int, id: Int32) {
    let key = Self.key(left, right)
    let slot = slot(of: key)
    keys[slot] = key
    values[slot] = UInt64(UInt32(rank)) << 32 | UInt64(UInt32(id))
  }

  @inline(__always)
  func merge(_ left: Int32, _ right: Int32) -> Merge? {
    let slot = slot(of: Self.key(left, right))
    guard keys[slot] != Self.free else { return nil }
    let value = values[slot]
    return Merge(rank: UInt32(value >> 32), id: Int32(truncatingIfNeeded: value))
  }

  @inline(__always)
  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var mixed = key &* multiplier
    mixed = (mixed ^ mixed >> 32) &* multiplier
    var slot = Int(truncatingIfNeeded: mixed >> shift)
    while keys[slot] != key, keys[slot] != Self.free { slot = (slot + 1) & mask }
    return slot
  }
}
