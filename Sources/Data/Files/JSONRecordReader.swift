import JSON

/// Reads records written as JSON objects: one a line, or the elements of one list.
///
/// A record is cut out first and parsed alone, so that memory holds one of them at a time.
struct JSONRecordReader: RecordReader {
  enum Layout { case lines, list }

  /// Those of all records so far, in the order in which they came.
  private(set) var columns: [String] = []
  private var known: Set<String> = []
  private let bytes: UnsafeBufferPointer<UInt8>
  private let layout: Layout
  private var position: Int
  private var isInsideList = false

  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, layout: Layout) {
    self.bytes = bytes
    self.layout = layout
    position = start
  }

  mutating func next() throws(DataFault) -> FileRecord? {
    guard let range = try layout == .lines ? nextLine() : nextElement() else { return nil }
    guard range.count <= DataFile.fieldLimit else {
      throw DataFault(.recordTooLong(limit: DataFile.fieldLimit), at: range.lowerBound)
    }
    let value = try parse(range)
    guard let members = value.object else {
      throw DataFault(.notARecord(found: value.kind), at: range.lowerBound)
    }
    return try record(members, of: range)
  }

  private func parse(_ range: Range<Int>) throws(DataFault) -> JSONValue {
    do throws(JSONFault) {
      return try JSONValue(parsing: Array(bytes[range]))
    } catch {
      throw DataFault(error, within: range)
    }
  }

  /// Records need not have the same columns: what is missing or nested matters where it is used.
  private mutating func record(
    _ members: [JSONMember], of range: Range<Int>
  ) throws(DataFault) -> FileRecord {
    guard !members.isEmpty || !columns.isEmpty else {
      throw DataFault(.notARecord(found: "an empty record"), at: range.lowerBound)
    }
    let spans = members.contains(where: { $0.value.isFraction }) ? memberSpans(in: range) : []
    var fields = [String: String](minimumCapacity: members.count)
    var nested: [String: String] = [:]
    for (index, member) in members.enumerated() {
      // Nothing can ask for a column without a name.
      if member.name.allSatisfy(\.isWhitespace) { continue }
      if known.insert(member.name).inserted {
        guard columns.count < DataFile.columnLimit else {
          throw DataFault(.tooManyColumns(limit: DataFile.columnLimit), at: range.lowerBound)
        }
        columns.append(member.name)
      }
      let text: String
      switch member.value {
      case .null: text = ""
      case .bool(let value): text = value ? "true" : "false"
      case .integer(let value): text = String(value)
      // As it was written: 0.10 stays 0.10, and a number past 64 bits keeps its digits.
      case .double: text = String(decoding: bytes[spans[index]], as: UTF8.self)
      case .string(let bytes): text = String(decoding: bytes, as: UTF8.self)
      case .array, .object:
        guard fields[member.name] == nil,
          nested.updateValue(member.value.kind, forKey: member.name) == nil
        else { throw DataFault(.duplicateColumn(member.name), at: range.lowerBound) }
        continue
      }
      guard nested[member.name] == nil, fields.updateValue(text, forKey: member.name) == nil else {
        throw DataFault(.duplicateColumn(member.name), at: range.lowerBound)
      }
    }
    return FileRecord(start: range.lowerBound, fields: fields, nested: nested)
  }
}
extension JSONRecordReader {
  private mutating func nextLine() -> Range<Int>? {
    skipSpace()
    guard position < bytes.count else { return nil }
    let start = position
    while position < bytes.count, bytes[position] != .lineFeed { position += 1 }
    return start..<position
  }

  private mutating func nextElement() throws(DataFault) -> Range<Int>? {
    skipSpace()
    if !isInsideList {
      try enterList()
      if byte == UInt8(ascii: "]") { return try leaveList() }
    } else if byte == UInt8(ascii: ",") {
      position += 1
      skipSpace()
    } else if byte == UInt8(ascii: "]") {
      return try leaveList()
    } else {
      throw DataFault(.json(byte.map { .unexpected($0) } ?? .endsEarly), at: position)
    }
    let start = position
    position = end(ofValueAt: start)
    return start..<position
  }

  private mutating func enterList() throws(DataFault) {
    guard let byte else { throw DataFault(.empty, at: nil) }
    guard byte == UInt8(ascii: "[") else {
      // A value that isn't JSON at all is reported as such.
      let range = position..<end(ofValueAt: position)
      guard range.count <= DataFile.fieldLimit else {
        throw DataFault(.notAList(found: "one long value"), at: position)
      }
      throw DataFault(.notAList(found: try parse(range).kind), at: position)
    }
    position += 1
    isInsideList = true
    skipSpace()
  }

  private mutating func leaveList() throws(DataFault) -> Range<Int>? {
    position += 1
    skipSpace()
    guard position == bytes.count else { throw DataFault(.json(.moreText), at: position) }
    return nil
  }

  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() { position = endOfSpace(from: position) }

  private func endOfSpace(from start: Int) -> Int {
    var at = start
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x0A, 0x0D, 0x09: at += 1
      default: return at
      }
    }
    return at
  }

  /// Where a value's text ends by its brackets and quotes alone; the parser judges what is inside.
  private func end(ofValueAt start: Int) -> Int {
    var at = start
    var depth = 0
    while at < bytes.count {
      switch bytes[at] {
      case .quote:
        at = endOfString(at)
        if depth == 0 { return at }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        // A bracket too many ends the value; when it is the first byte it is what's wrong.
        if depth == 0 { return at > start ? at : at + 1 }
        depth -= 1
        if depth == 0 { return at + 1 }
      case UInt8(ascii: ","), 0x20, 0x0A, 0x0D, 0x09:
        if depth == 0 { return at > start ? at : at + 1 }
      default: break
      }
      at += 1
    }
    return bytes.count
  }

  private func endOfString(_ opening: Int) -> Int {
    var at = opening + 1
    while at < bytes.count {
      switch bytes[at] {
      case .quote: return at + 1
      case UInt8(ascii: "\\"): at += 2
      default: at += 1
      }
    }
    return bytes.count
  }

  /// Where the members' values lie in the text of an object that has been parsed.
  private func memberSpans(in range: Range<Int>) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    var at = endOfSpace(from: range.lowerBound) + 1
    while true {
      at = endOfSpace(from: at)
      if bytes[at] == UInt8(ascii: ",") { at = endOfSpace(from: at + 1) }
      guard bytes[at] == .quote else { return spans }
      let colon = endOfSpace(from: endOfString(at))
      let start = endOfSpace(from: colon + 1)
      at = end(ofValueAt: start)
      spans.append(start..<at)
    }
  }
}

extension DataFault {
  fileprivate init(_ fault: JSONFault, within range: Range<Int>) {
    let offset = range.lowerBound + fault.offset
    let problem: DataFileError.JSONProblem
    switch fault.problem {
    case .invalidUTF8:
      self.init(.notUTF8(byte: offset), at: offset)
      return
    case .unexpectedEnd: problem = .endsEarly
    case .unexpectedByte(let byte): problem = .unexpected(byte)
    case .invalidEscape, .loneSurrogate: problem = .badEscape
    case .controlCharacter: problem = .controlCharacter
    case .invalidNumber, .inexactNumber: problem = .badNumber
    case .tooDeep(let limit): problem = .tooDeep(limit: limit)
    case .trailingText: problem = .moreText
    }
    self.init(.json(problem), at: offset)
  }
}

extension JSONValue {
  fileprivate var isFraction: Bool { if case .double = self { true } else { false } }

  /// In words, for a message.
  fileprivate var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .integer, .double: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "a record"
    }
  }
}
