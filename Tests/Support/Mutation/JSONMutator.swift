import JSON

/// A JSON text whose values are replaced, dropped, doubled and moved about.
package struct JSONMutator {
  private var root: JSONValue
  private let words: [String]

  /// - Parameter words: what keys and texts turn into.
  package init?(_ bytes: [UInt8], words: [String]) {
    guard let root = try? JSONValue(parsing: bytes) else { return nil }
    self.root = root
    self.words = Self.strangeWords + words
  }

  package mutating func mutate(_ draw: inout Draw) {
    let donor = Self.pick(in: root, &draw)
    root = changed(root, donor, &draw)
  }

  /// Any value of the tree, the upper ones rather than the vocabulary's thousands.
  private static func pick(in value: JSONValue, _ draw: inout Draw) -> JSONValue {
    var value = value
    while !draw.once(in: 4) {
      if let members = value.object, !members.isEmpty {
        value = draw.of(members).value
      } else if let array = value.array, !array.isEmpty {
        value = draw.of(array)
      } else {
        break
      }
    }
    return value
  }

  private func changed(
    _ value: JSONValue, _ donor: JSONValue, _ draw: inout Draw
  ) -> JSONValue {
    switch value {
    case .object(var members) where !members.isEmpty && !draw.once(in: 8):
      let index = draw.below(members.count)
      let member = members[index]
      switch draw.below(12) {
      case 0: members.remove(at: index)
      case 1: members.append(member)
      case 2:
        members[index] = JSONMember(
          key: Array(draw.of(words).utf8), value: member.value)
      case 3: members.append(JSONMember(key: Array(draw.of(words).utf8), value: donor))
      default:
        members[index] = JSONMember(
          key: member.key, value: changed(member.value, donor, &draw))
      }
      return .object(members)
    case .array(var array) where !array.isEmpty && !draw.once(in: 6):
      let index = draw.below(array.count)
      switch draw.below(8) {
      case 0: array.remove(at: index)
      case 1: array.insert(array[index], at: index)
      case 2: array.swapAt(index, draw.below(array.count))
      case 3: array.append(donor)
      default: array[index] = changed(array[index], donor, &draw)
      }
      return .array(array)
    default: return replacement(of: value, donor, &draw)
    }
  }

  private func replacement(
    of value: JSONValue, _ donor: JSONValue, _ draw: inout Draw
  ) -> JSONValue {
    // Figures that are nearly right come further than others.
    if let number = value.int, draw.once(in: 2) {
      return .integer(
        draw.of([
          number &+ 1, number &- 1, number &* 2, number / 2, number &* 4, number &* 1000,
          0 &- number,
        ]))
    }
    return switch draw.below(8) {
    case 0: donor
    case 1: .null
    case 2: .bool(draw.once(in: 2))
    case 3: draw.of(Self.numbers)
    case 4: .array([donor])
    case 5:
      .object([JSONMember(key: Array("type".utf8), value: .string(Array(draw.of(words).utf8)))])
    default: .string(Array(draw.of(words).utf8))
    }
  }

  private static let numbers: [JSONValue] =
    [0, 1, -1, 2, 5, 100, 255, 65536, 4_194_303, 4_194_304, 2_147_483_648, .max, .min]
    .map { .integer($0) } + [0.5, -1e9, 1e300, 1e-300].map { .double($0) }

  private static let strangeWords = ["", " ", "a", "é", "\u{0}", "👩‍👩‍👧", "../..", "type"]

  package var bytes: [UInt8] {
    Self.bytes(of: root)
  }

  package static func bytes(of value: JSONValue) -> [UInt8] {
    var result: [UInt8] = []
    write(value, to: &result)
    return result
  }

  private static func write(_ value: JSONValue, to output: inout [UInt8]) {
    func quoted(_ bytes: [UInt8]) {
      output += JSONText.quoted(String(decoding: bytes, as: UTF8.self)).utf8
    }
    switch value {
    case .null: output += "null".utf8
    case .bool(let flag): output += (flag ? "true" : "false").utf8
    case .integer(let number): output += number.description.utf8
    case .double(let number): output += number.description.utf8
    case .string(let bytes): quoted(bytes)
    case .array(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        write(element, to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        quoted(member.key)
        output.append(UInt8(ascii: ":"))
        write(member.value, to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }
}
