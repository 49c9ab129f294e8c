import Foundation

extension JSONValue {
  /// Nesting that the parser accepts; deeper text is a fault, not a stack overflow.
  static let depthLimit = 512

  package init(parsing data: Data) throws(JSONFault) {
    try self.init(parsing: [UInt8](data))
  }

  /// Reads a text; where every number is to become a `Double`, `exactly` refuses whole numbers that
  /// would be changed by it, and those that would become 0.
  package init(parsing bytes: [UInt8], exactly: Bool = false) throws(JSONFault) {
    let result: Result<JSONValue, JSONFault> = bytes.withUnsafeBufferPointer { buffer in
      var parser = JSONParser(buffer: buffer, isExact: exactly)
      do throws(JSONFault) {
        return .success(try parser.document())
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }
}

/// A recursive-descent reader of RFC 8259 over bytes.
private struct JSONParser {
  let buffer: UnsafeBufferPointer<UInt8>
  let isExact: Bool
  var position = 0
  /// The name of the member whose value is being read.
  private var name: [UInt8]?

  init(buffer: UnsafeBufferPointer<UInt8>, isExact: Bool) {
    self.buffer = buffer
    self.isExact = isExact
  }

  mutating func document() throws(JSONFault) -> JSONValue {
    try checkUTF8()
    let result = try value(depth: 0)
    skipSpace()
    guard position == buffer.count else { throw fault(.trailingText) }
    return result
  }

  private func checkUTF8() throws(JSONFault) {
    guard String(validating: buffer, as: UTF8.self) == nil else { return }
    var iterator = buffer.makeIterator()
    var decoder = UTF8()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    throw fault(.invalidUTF8, at: offset)
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    guard depth <= JSONValue.depthLimit else {
      throw fault(.tooDeep(limit: JSONValue.depthLimit))
    }
    skipSpace()
    switch try peek() {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case let byte: throw fault(.unexpectedByte(byte))
    }
  }

  private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
    position += 1
    let outer = name
    defer { name = outer }
    var members: [JSONMember] = []
    skipSpace()
    if try peek() == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipSpace()
      let start = try peek()
      guard start == UInt8(ascii: "\"") else { throw fault(.unexpectedByte(start)) }
      let key = try string()
      skipSpace()
      try expect(UInt8(ascii: ":"))
      name = key
      members.append(JSONMember(key: key, value: try value(depth: depth + 1)))
      guard try comma(orEnd: UInt8(ascii: "}")) else { return .object(members) }
    }
  }

  private mutating func array(depth: Int) throws(JSONFault) -> JSONValue {
    position += 1
    var elements: [JSONValue] = []
    skipSpace()
    if try peek() == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      elements.append(try value(depth: depth + 1))
      guard try comma(orEnd: UInt8(ascii: "]")) else { return .array(elements) }
    }
  }

  /// True if another element follows.
  private mutating func comma(orEnd end: UInt8) throws(JSONFault) -> Bool {
    skipSpace()
    let byte = try peek()
    guard byte == end || byte == UInt8(ascii: ",") else { throw fault(.unexpectedByte(byte)) }
    position += 1
    return byte != end
  }

  private mutating func literal(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONFault) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      try expect(word.utf8Start[index])
    }
    return value
  }

  private mutating func number() throws(JSONFault) -> JSONValue {
    let start = position
    var isInteger = true
    if buffer[position] == UInt8(ascii: "-") { position += 1 }
    let first = try peek()
    try digits()
    if first == UInt8(ascii: "0"), position - start > (buffer[start] == first ? 1 : 2) {
      throw fault(.invalidNumber, at: start)
    }
    if position < buffer.count, buffer[position] == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      try digits()
    }
    if position < buffer.count, buffer[position] | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      position += 1
      let sign = try peek()
      if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    let text = String(decoding: buffer[start..<position], as: UTF8.self)
    if isExact, !Self.isExact(text, isInteger) {
      let owner = name.map { String(decoding: $0, as: UTF8.self) }
      throw fault(.inexactNumber(text, of: owner), at: start)
    }
    // An integer has no sign of zero.
    if isInteger, text != "-0", let integer = Int(text) { return .integer(integer) }
    guard let double = Double(text), double.isFinite else {
      throw fault(.invalidNumber, at: start)
    }
    return .double(double)
  }

  /// Whether a `Double` holds a whole number as it is, and no small one becomes 0.
  private static func isExact(_ text: String, _ isInteger: Bool) -> Bool {
    guard isInteger else {
      let digits = text.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }
      return Double(text) != 0 || !digits.contains { (0x31...0x39).contains($0) }
    }
    // Up to 15 digits always fit.
    if text.utf8.count <= 15 { return true }
    return UInt128(text.drop { $0 == "-" }).flatMap { Double(exactly: $0) } != nil
  }

  private mutating func digits() throws(JSONFault) {
    let start = position
    while position < buffer.count, buffer[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    guard position > start else {
      throw position < buffer.count ? fault(.invalidNumber) : fault(.unexpectedEnd)
    }
  }

  private mutating func string() throws(JSONFault) -> [UInt8] {
    position += 1
    var run = position
    var result: [UInt8] = []
    while true {
      let byte = try peek()
      if byte == UInt8(ascii: "\"") {
        defer { position += 1 }
        if result.isEmpty { return Array(buffer[run..<position]) }
        result.append(contentsOf: buffer[run..<position])
        return result
      }
      if byte == UInt8(ascii: "\\") {
        result.append(contentsOf: buffer[run..<position])
        position += 1
        let scalar = try escape()
        result.append(contentsOf: UTF8.encode(scalar)!)
        run = position
      } else if byte < 0x20 {
        throw fault(.controlCharacter)
      } else {
        position += 1
      }
    }
  }

  private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
    let byte = try peek()
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw fault(.invalidEscape, at: position - 2)
    }
    let start = position - 2
    let unit = try hexUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard UTF16.isLeadSurrogate(UInt16(unit)), position + 1 < buffer.count,
      buffer[position] == UInt8(ascii: "\\"), buffer[position + 1] == UInt8(ascii: "u")
    else { throw fault(.loneSurrogate, at: start) }
    position += 2
    let trail = try hexUnit()
    guard UTF16.isTrailSurrogate(UInt16(trail)) else { throw fault(.loneSurrogate, at: start) }
    return Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + trail & 0x3FF)!
  }

  private mutating func hexUnit() throws(JSONFault) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      let digit =
        switch try peek() {
        case let byte where byte &- UInt8(ascii: "0") < 10: byte - UInt8(ascii: "0")
        case let byte where (byte | 0x20) &- UInt8(ascii: "a") < 6:
          (byte | 0x20) - UInt8(ascii: "a") + 10
        default: throw fault(.invalidEscape)
        }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }

  private mutating func skipSpace() {
    while position < buffer.count {
      switch buffer[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private func peek() throws(JSONFault) -> UInt8 {
    guard position < buffer.count else { throw fault(.unexpectedEnd) }
    return buffer[position]
  }

  private mutating func expect(_ byte: UInt8) throws(JSONFault) {
    let found = try peek()
    guard found == byte else { throw fault(.unexpectedByte(found)) }
    position += 1
  }

  private func fault(_ problem: JSONFault.Problem, at offset: Int? = nil) -> JSONFault {
    let offset = offset ?? position
    let before = buffer[..<offset]
    let line = before.count { $0 == 0x0A } + 1
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return JSONFault(problem: problem, offset: offset, line: line, column: offset - lineStart + 1)
  }
}
