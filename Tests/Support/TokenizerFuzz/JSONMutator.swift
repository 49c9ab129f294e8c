import JSON

/// A JSON text whose values are replaced, dropped, doubled and moved about.
struct JSONMutator {
  private var root: JSONValue

  init?(_ bytes: [UInt8]) {
    guard let root = try? JSONValue(parsing: bytes) else { return nil }
    self.root = root
  }

  mutating func mutate(_ draw: inout Draw) {
    let donor = Self.pick(in: root, &draw)
    root = Self.changed(root, donor, &draw)
  }

  /// Any value of the tree, the upper ones rather than the vocabulary's thousands.
  private static func pick(in value: JSONValue, _ draw: inout Draw) -> JSONValue {
    var value = value
    while draw.below(4) > 0 {
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

  private static func changed(
    _ value: JSONValue, _ donor: JSONValue, _ draw: inout Draw
  ) -> JSONValue {
    switch value {
    case .object(var members) where !members.isEmpty && draw.below(8) > 0:
      let index = draw.below(members.count)
      let member = members[index]
      switch draw.below(12) {
      case 0: members.remove(at: index)
      case 1: members.append(member)
      case 2:
        members[index] = JSONMember(
          key: Array(draw.of(strings).utf8), value: member.value)
      case 3: members.append(JSONMember(key: Array(draw.of(strings).utf8), value: donor))
      default:
        members[index] = JSONMember(
          key: member.key, value: changed(member.value, donor, &draw))
      }
      return .object(members)
    case .array(var array) where !array.isEmpty && draw.below(6) > 0:
      let index = draw.below(array.count)
      switch draw.below(8) {
      case 0: array.remove(at: index)
      case 1: array.insert(array[index], at: index)
      case 2: array.swapAt(index, draw.below(array.count))
      case 3: array.append(donor)
      default: array[index] = changed(array[index], donor, &draw)
      }
      return .array(array)
    default: return replacement(donor, &draw)
    }
  }

  private static func replacement(_ donor: JSONValue, _ draw: inout Draw) -> JSONValue {
    switch draw.below(8) {
    case 0: donor
    case 1: .null
    case 2: .bool(draw.below(2) == 0)
    case 3: draw.of(numbers)
    case 4: .array([donor])
    case 5:
      .object([JSONMember(key: Array("type".utf8), value: .string(Array(draw.of(strings).utf8)))])
    default: .string(Array(draw.of(strings).utf8))
    }
  }

  private static let numbers: [JSONValue] =
    [0, 1, -1, 2, 5, 100, 255, 65536, 4_194_303, 4_194_304, 2_147_483_648, .max, .min]
    .map { .integer($0) } + [0.5, -1e9, 1e300, 1e-300].map { .double($0) }

  private static let strings = [
    "", " ", "a", "##", "</w>", "▁", "é", "\u{0}", "👩‍👩‍👧", "<unk>", "[UNK]", "A", "B", "String",
    "Regex",
    "type", "vocab", "merges", "id", "content", "pattern", "behavior", "replacement", "unk_token",
    "BPE", "WordPiece", "WordLevel", "Unigram", "Sequence", "ByteLevel", "Metaspace", "Split",
    "Digits", "Whitespace", "WhitespaceSplit", "Punctuation", "BertPreTokenizer", "UnicodeScripts",
    "FixedLength", "CharDelimiterSplit", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents",
    "Strip", "Nmt", "BertNormalizer", "Precompiled", "Replace", "Prepend", "ByteFallback", "Fuse",
    "CTC", "BPEDecoder", "TemplateProcessing", "BertProcessing", "RobertaProcessing", "Removed",
    "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous", "always", "first", "never",
    #"\s+(?!\S)|\p{L}+"#, "(a|a)+b|a", "[^a", "a{2,900}", #"(?i:'s)|."#,
  ]

  var bytes: [UInt8] {
    var result: [UInt8] = []
    Self.write(root, to: &result)
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
