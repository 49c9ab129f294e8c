import JSON

/// Changes files of a known form, in their structure or byte by byte.
package struct FileMutator {
  private let words: [String]

  /// - Parameter words: what keys and texts of JSON turn into.
  package init(words: [String]) { self.words = words }

  package func json(_ bytes: [UInt8], _ draw: inout Draw) -> [UInt8] {
    if !draw.once(in: 3), var structure = JSONMutator(bytes, words: words) {
      for _ in 0..<Self.changes(&draw) { structure.mutate(&draw) }
      let changed = structure.bytes
      // Some changes put back what was there.
      if changed != bytes { return changed }
    }
    return text(bytes, &draw)
  }

  package func text(_ bytes: [UInt8], _ draw: inout Draw) -> [UInt8] {
    var changed = bytes
    while changed == bytes {
      for _ in 0..<Self.changes(&draw) { Self.turn(&changed, &draw) }
    }
    return changed
  }

  /// One in half of all cases: files with a single fault come furthest.
  private static func changes(_ draw: inout Draw) -> Int {
    draw.once(in: 2) ? 1 : 2 + draw.below(4)
  }

  /// A safetensors file with another header, the length in front of it told rightly more often than not,
  /// or with other bytes.
  package func safetensors(_ bytes: [UInt8], _ draw: inout Draw) -> [UInt8] {
    guard bytes.count >= 8 else { return text(bytes, &draw) }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) }
    guard let length = Int(exactly: length), length <= bytes.count - 8 else {
      return text(bytes, &draw)
    }
    var (header, data) = (Array(bytes[8..<8 + length]), Array(bytes[(8 + length)...]))
    var told: UInt64?
    switch draw.below(10) {
    case 0..<4: header = json(header, &draw)
    case 4..<6: header = Self.reshaped(header, &draw)
    case 6..<8: for _ in 0...draw.below(4) { Self.turnValue(&data, &draw) }
    case 8: data = text(data, &draw)
    default: told = draw.of([0, 1, 7, UInt64(length) + 1, UInt64(length) * 2, 1 << 40, .max])
    }
    if told == nil, draw.once(in: 4) { told = UInt64(length) }
    let front = told ?? UInt64(header.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: front >> UInt64(8 * $0)) } + header + data
  }

  /// Some tensors get another shape of as many values, or two tensors each other's place.
  private static func reshaped(_ header: [UInt8], _ draw: inout Draw) -> [UInt8] {
    guard var members = (try? JSONValue(parsing: header))?.object, !members.isEmpty else {
      return header
    }
    for _ in 0...draw.below(3) {
      let index = draw.below(members.count)
      if draw.once(in: 3) {
        let other = draw.below(members.count)
        let value = members[index].value
        members[index] = JSONMember(key: members[index].key, value: members[other].value)
        members[other] = JSONMember(key: members[other].key, value: value)
        continue
      }
      guard let fields = members[index].value.object,
        let shape = members[index].value["shape"]?.array
      else { continue }
      let count = shape.compactMap(\.int).reduce(1, &*)
      let other: [Int] = draw.of([
        Array(shape.compactMap(\.int).reversed()), [count], [1, count], [count, 1], [2, count / 2],
        [], [0], [1, 1, count], shape.compactMap(\.int) + [1], [-1, -count],
      ])
      members[index] = JSONMember(
        key: members[index].key,
        value: .object(
          fields.map { field in
            field.name == "shape"
              ? JSONMember(key: field.key, value: .array(other.map { .integer($0) })) : field
          }))
    }
    return JSONMutator.bytes(of: .object(members))
  }

  /// Four bytes become a figure that arithmetic stumbles over.
  private static func turnValue(_ data: inout [UInt8], _ draw: inout Draw) {
    guard data.count >= 4 else { return }
    let place = draw.below(data.count / 4) * 4
    let value = draw.of([
      Float.nan, .infinity, -.infinity, .greatestFiniteMagnitude, 1e30, -1e30,
      .leastNonzeroMagnitude, -0.0, 0, -1,
      16_777_216, 4e9, 1e19,
    ]).bitPattern
    for byte in 0..<4 { data[place + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
  }

  private static func turn(_ bytes: inout [UInt8], _ draw: inout Draw) {
    if bytes.isEmpty { return bytes.append(UInt8(draw.below(256))) }
    let start = draw.below(bytes.count)
    let end = min(start + draw.below(40), bytes.count)
    switch draw.below(7) {
    case 0: bytes[start] ^= 1 << UInt8(draw.below(8))
    case 1: bytes[start] = draw.of(Array(#"{}[]",:\0-9.eE"#.utf8))
    case 2: bytes.removeSubrange(start..<end)
    case 3: bytes.insert(contentsOf: Array(bytes[start..<end]), at: draw.below(bytes.count))
    case 4: bytes.insert(contentsOf: draw.of(scraps), at: start)
    case 5: bytes[start] = UInt8(draw.below(256))
    default: bytes.removeSubrange(max(start, bytes.count - 200)...)
    }
  }

  private static let scraps: [[UInt8]] =
    [
      "null", "-1", "1e400", "4294967296", "9223372036854775808", "\\ud800", "\\u0000", "\"\"",
      "{}", "[[[[[[[[", "true", "\"type\":", "\u{FEFF}", "👩‍👩‍👧", "\"Sequence\"", ",,", "\t", "\r\n",
      "\"", "\n\n",
    ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0]]
}
