/// Reads one JSON text (RFC 8259) into a value; `null` becomes `none`.
package struct JSONReader {
  private let bytes: [UInt8]
  private var offset = 0
  private var depth = 0

  private init(_ text: String) { bytes = Array(text.utf8) }

  package static func value(_ text: String) throws -> Value {
    var reader = JSONReader(text)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.offset == reader.bytes.count else { throw reader.fault("the end") }
    return value
  }

  private func fault(_ expected: String) -> Fault {
    guard offset < bytes.count else {
      return Fault("the JSON ends where \(expected) was expected")
    }
    var line = 1
    var start = 0
    for index in 0..<offset where bytes[index] == 0x0A {
      line += 1
      start = index + 1
    }
    return Fault(
      "this is not JSON: expected \(expected) at line \(line), byte \(offset - start + 1)")
  }

  private mutating func skipSpace() {
    while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
  }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func take(_ byte: Character) -> Bool {
    skipSpace()
    guard next == byte.asciiValue else { return false }
    offset += 1
    return true
  }

  private mutating func value() throws -> Value {
    skipSpace()
    guard let byte = next else { throw fault("a value") }
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      defer { depth -= 1 }
      guard depth <= Limits.valueDepth else { throw Fault("the JSON is nested too deep") }
      return byte == UInt8(ascii: "{") ? try record() : try list()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .none)
    default: return try number()
    }
  }

  private mutating func word(_ word: String, _ value: Value) throws -> Value {
    guard bytes[offset...].starts(with: word.utf8) else { throw fault("a value") }
    offset += word.utf8.count
    return value
  }

  private mutating func list() throws -> Value {
    offset += 1
    var items: [Value] = []
    if take("]") { return .list(items) }
    repeat { items.append(try value()) } while take(",")
    guard take("]") else { throw fault("`,` or `]`") }
    return .list(items)
  }

  private mutating func record() throws -> Value {
    offset += 1
    var record = Record()
    if take("}") { return .record(record) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw fault("a name in quotes") }
      let key = try string()
      guard take(":") else { throw fault("`:`") }
      record[key] = try value()
    } while take(",")
    guard take("}") else { throw fault("`,` or `}`") }
    return .record(record)
  }

  private mutating func number() throws -> Value {
    let start = offset
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
    if next == UInt8(ascii: "-") { offset += 1 }
    guard isDigit(next) else {
      offset = start
      throw fault("a value")
    }
    let isZero = next == UInt8(ascii: "0")
    offset += 1
    while !isZero, isDigit(next) { offset += 1 }
    if next == UInt8(ascii: ".") {
      offset += 1
      guard isDigit(next) else { throw fault("a digit") }
      while isDigit(next) { offset += 1 }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      offset += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
      guard isDigit(next) else { throw fault("a digit") }
      while isDigit(next) { offset += 1 }
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard let number = Double(text), number.isFinite else {
      throw Fault("the JSON number `\(text.prefix(40))` is too large")
    }
    return .number(number)
  }

  private mutating func string() throws -> String {
    offset += 1
    var output: [UInt8] = []
    while let byte = next {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: output, as: UTF8.self)
      case UInt8(ascii: "\\"): output.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20:
        offset -= 1
        throw fault("no control character inside a string")
      default: output.append(byte)
      }
    }
    throw fault("the closing quote")
  }

  private mutating func escape() throws -> Character {
    guard let byte = next else { throw fault("an escape") }
    offset += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return Character(Unicode.Scalar(byte))
    case UInt8(ascii: "u"):
      let unit = try hex()
      guard (0xD800...0xDBFF).contains(unit), next == UInt8(ascii: "\\") else {
        return Character(Unicode.Scalar(unit) ?? "\u{FFFD}")
      }
      let resume = offset
      offset += 1
      guard next == UInt8(ascii: "u") else {
        offset = resume
        return "\u{FFFD}"
      }
      offset += 1
      let low = try hex()
      guard (0xDC00...0xDFFF).contains(low) else {
        offset = resume
        return "\u{FFFD}"
      }
      return Character(Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))!)
    default:
      offset -= 1
      throw fault("an escape")
    }
  }

  private mutating func hex() throws -> UInt32 {
    guard offset + 4 <= bytes.count,
      let unit = UInt32(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
    else { throw fault("four hexadecimal digits") }
    offset += 4
    return unit
  }
}
