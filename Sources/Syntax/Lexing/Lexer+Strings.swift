import Diagnostics

extension Lexer {
  /// Text under construction, with the places in it where a line of a `"""` string begins.
  private struct Piece {
    var bytes: [UInt8] = []
    var lineStarts: [Int] = []

    func text(without indent: Int) -> String {
      guard indent > 0, !lineStarts.isEmpty else { return String(decoding: bytes, as: UTF8.self) }
      var output: [UInt8] = []
      var copied = 0
      for start in lineStarts {
        output += bytes[copied..<start]
        copied = start
        let limit = min(bytes.count, start + indent)
        while copied < limit, bytes[copied] == 0x20 || bytes[copied] == 0x09 { copied += 1 }
      }
      output += bytes[copied...]
      return String(decoding: output, as: UTF8.self)
    }
  }

  private enum RawPart {
    case text(Piece)
    case code([Token], format: StringPart.Format?, lower: Int, upper: Int)
  }

  /// A string in `"` or `"""`; the offset is at its first quote.
  ///
  /// A `"""` string whose text starts on the next line is indented like the code around it: the
  /// white space before its closing quotes is taken from each line, and so is its last line break.
  mutating func lexString() {
    let start = offset
    let isLong = isAt("\"\"\"")
    offset += isLong ? 3 : 1
    let isBlock = isLong && skipBlockStart()
    var parts: [RawPart] = []
    var piece = Piece(bytes: [], lineStarts: isBlock ? [0] : [])
    var isClosed = false
    while let byte = byte() {
      if byte == UInt8(ascii: "\"") {
        if !isLong {
          offset += 1
          isClosed = true
          break
        }
        if isAt("\"\"\"") {
          // Quotes that touch the closing ones belong to the text.
          while self.byte(3) == byte {
            piece.bytes.append(byte)
            offset += 1
          }
          offset += 3
          isClosed = true
          break
        }
      } else if byte == UInt8(ascii: "\\") {
        if self.byte(1) == UInt8(ascii: "(") {
          parts.append(.text(piece))
          piece = Piece()
          guard let code = lexInterpolation(isLong: isLong) else {
            isClosed = true
            if !isLong { skipLine(comment: false) } else { offset = end }
            break
          }
          parts.append(code)
        } else {
          lexEscape(into: &piece.bytes)
        }
        continue
      } else if byte == 0x0A {
        guard isLong else { break }
        piece.bytes.append(byte)
        piece.lineStarts.append(piece.bytes.count)
        offset += 1
        continue
      } else if byte == 0x0D, self.byte(1) == 0x0A, isLong {
        offset += 1
        continue
      }
      piece.bytes.append(byte)
      offset += 1
    }
    if !isClosed, !isLong, let closing = closingQuoteBelow() {
      report(
        "a string in `\"` ends with its line", start, offset,
        hint: "write a line break as `\\n`, or three quotes around many lines")
      piece.bytes += file.bytes[offset..<closing]
      offset = closing + 1
    } else if !isClosed {
      reportOpenString(start, isLong: isLong)
    }
    let indent = isBlock ? endBlock(&piece) : 0
    parts.append(.text(piece))
    add(.string(parts.compactMap { finished($0, indent) }), start)
  }

  private func finished(_ part: RawPart, _ indent: Int) -> StringPart? {
    switch part {
    case .text(let piece):
      let text = piece.text(without: indent)
      return text.isEmpty ? nil : .text(text)
    case .code(let tokens, let format, let lower, let upper):
      return .code(tokens, format: format, lower: lower, upper: upper)
    }
  }

  private mutating func reportOpenString(_ start: Int, isLong: Bool) {
    if isLong { endsOpen = true }
    report(
      "the string is never closed", start, isLong ? start + 3 : max(start + 1, offset),
      hint: isLong ? "its `\"\"\"` is missing" : "its `\"` is missing; for many lines use `\"\"\"`")
  }

  /// The quote on a further line that closes a string, by the looks of it: the first of an odd
  /// number, with something after it that can follow a string.
  private func closingQuoteBelow() -> Int? {
    var line = file.line(at: offset) + 1
    while line < file.lineStarts.count, line <= file.line(at: offset) + 50 {
      let lower = file.lineStarts[line]
      let upper = line + 1 < file.lineStarts.count ? file.lineStarts[line + 1] : end
      let bytes = file.bytes[lower..<upper]
      if CellMarker.read(file.text(lower..<upper)) != nil { return nil }
      if let first = bytes.firstIndex(of: UInt8(ascii: "\"")) {
        let count = bytes.count { $0 == UInt8(ascii: "\"") }
        let next = first + 1 < end ? file.bytes[first + 1] : 0x0A
        let canFollow = Array(" \r\n)]},;.+".utf8).contains(next)
        return count % 2 == 1 && canFollow ? first : nil
      }
      line += 1
    }
    return nil
  }

  /// Skips the rest of the opening line where it is blank.
  private mutating func skipBlockStart() -> Bool {
    var index = offset
    while index < end, [0x20, 0x09, 0x0D].contains(file.bytes[index]) { index += 1 }
    guard index < end, file.bytes[index] == 0x0A else { return false }
    offset = index + 1
    return true
  }

  /// Takes the closing line away and returns its indentation.
  private func endBlock(_ piece: inout Piece) -> Int {
    guard let start = piece.lineStarts.last else { return 0 }
    let last = piece.bytes[start...]
    guard last.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return 0 }
    let indent = last.count
    piece.bytes.removeSubrange(max(0, start - 1)...)
    piece.lineStarts.removeLast()
    return indent
  }

  private mutating func lexEscape(into bytes: inout [UInt8]) {
    let start = offset
    offset += 1
    guard let byte = byte(), byte != 0x0A else {
      report("`\\` ends the line inside a string", start, offset, hint: "write `\\n`")
      return
    }
    offset += 1
    switch byte {
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "0"): bytes.append(0)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "'"): bytes.append(byte)
    case UInt8(ascii: "u"): lexUnicodeEscape(start, into: &bytes)
    default:
      offset -= 1
      let (scalar, length) = scalar()
      offset += length
      report(
        "there is no escape `\\\(scalar)`", start, offset, hint: "for a backslash write `\\\\`")
    }
  }

  private mutating func lexUnicodeEscape(_ start: Int, into bytes: inout [UInt8]) {
    guard byte() == UInt8(ascii: "{") else {
      report("write the code point in braces", start, offset, hint: "write `\\u{1F600}`")
      return
    }
    offset += 1
    let digits = offset
    while let byte = byte(), byte < 0x80, Character(Unicode.Scalar(byte)).isHexDigit { offset += 1 }
    let text = file.text(digits..<offset)
    guard byte() == UInt8(ascii: "}"), let value = UInt32(text, radix: 16),
      let scalar = Unicode.Scalar(value)
    else {
      report(
        "`\\u{\(text.prefix(12))}` isn't a character", start, offset, hint: "write `\\u{1F600}`")
      if byte() == UInt8(ascii: "}") { offset += 1 }
      return
    }
    offset += 1
    bytes += String(Character(scalar)).utf8
  }

  /// The tokens between `\(` and its `)`; nil where the string ends before them.
  private mutating func lexInterpolation(isLong: Bool) -> RawPart? {
    let start = offset
    offset += 2
    stringDepth += 1
    let outer = (tokens, openers)
    let known = diagnostics.count
    tokens = []
    openers = [(.leftParen, start + 1)]
    defer {
      (tokens, openers) = outer
      stringDepth -= 1
    }
    guard stringDepth <= 16 else {
      report("strings are nested more than 16 deep", start, offset)
      offset = end
      return nil
    }
    var format: StringPart.Format?
    while offset < end, !openers.isEmpty {
      // No expression has a `:` outside all brackets.
      if openers.count == 1, byte() == UInt8(ascii: ":") {
        format = takeFormat()
      } else if byte() == 0x0A {
        guard isLong else { break }
        offset += 1
      } else if [0x20, 0x09, 0x0D].contains(file.bytes[offset]) {
        offset += 1
      } else {
        lexNext()
      }
    }
    guard openers.isEmpty else {
      // What was found inside belongs to this error.
      diagnostics.removeLast(diagnostics.count - known)
      report("`\\(` is never closed", start, start + 2, hint: "its `)` is missing")
      return nil
    }
    tokens.removeLast()
    tokens.append(Token(kind: .newline, lower: offset - 1, upper: offset - 1))
    tokens.append(Token(kind: .end, lower: offset - 1, upper: offset - 1))
    return .code(tokens, format: format, lower: start, upper: offset)
  }

  /// The text from after a `:` to before the `)` that closes `\(`.
  private mutating func takeFormat() -> StringPart.Format {
    offset += 1
    while byte() == 0x20 { offset += 1 }
    let start = offset
    let closers = [UInt8(ascii: ")"), UInt8(ascii: "\""), 0x0A]
    while let byte = byte(), !closers.contains(byte) { offset += 1 }
    var last = offset
    while last > start, file.bytes[last - 1] == 0x20 { last -= 1 }
    return StringPart.Format(text: file.text(start..<last), lower: start, upper: last)
  }
}
