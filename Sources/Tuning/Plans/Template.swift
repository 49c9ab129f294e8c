/// A prompt's text with its holes: `{column}`, `{soft}` or `{soft:5}`, `{demos}`, `{end}`, `{sep}`;
/// `{column:end}` is a column whatever its name, `{{` and `}}` are braces.
package struct Template: Hashable, Sendable {
  package enum Piece: Hashable, Sendable {
    case text(String)
    case column(String)
    /// A run of soft tokens; the count is nil where the template leaves it to the prompt.
    case soft(Int?)
    case demos
    case end
    /// What the tokenizer puts between two texts; the second text follows.
    case separator
  }

  /// Holes that aren't columns: a column of such a name is written `{column:end}`.
  package static let ownNames = ["soft", "demos", "end", "sep"]

  package let source: String
  package let pieces: [Piece]

  /// Throws `TemplateError` with the UTF-8 offset of the fault in `source`.
  package init(_ source: String) throws(TemplateError) {
    self.source = source
    var reader = Reader(source)
    pieces = try reader.pieces()
  }

  package var columns: [String] {
    pieces.compactMap { if case .column(let name) = $0 { name } else { nil } }
  }

  package var softRuns: [Int?] {
    pieces.compactMap { if case .soft(let count) = $0 { .some(count) } else { nil } }
  }

  package var hasDemos: Bool { pieces.contains(.demos) }

  /// The holes that aren't columns, by name.
  package var ownHoles: Set<String> {
    Set(
      pieces.compactMap { piece in
        switch piece {
        case .soft: "soft"
        case .demos: "demos"
        case .end: "end"
        case .separator: "sep"
        case .text, .column: nil
        }
      })
  }
}

extension Template {
  private struct Reader {
    let bytes: [UInt8]
    var index = 0

    init(_ source: String) { bytes = Array(source.utf8) }

    mutating func pieces() throws(TemplateError) -> [Piece] {
      var pieces: [Piece] = []
      var text: [UInt8] = []
      func flush() {
        if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
        text = []
      }
      while index < bytes.count {
        let byte = bytes[index]
        let isDoubled = index + 1 < bytes.count && bytes[index + 1] == byte
        switch byte {
        case UInt8(ascii: "{") where isDoubled, UInt8(ascii: "}") where isDoubled:
          text.append(byte)
          index += 2
        case UInt8(ascii: "{"):
          flush()
          pieces.append(try hole())
        case UInt8(ascii: "}"):
          throw .strayBrace(offset: index)
        default:
          text.append(byte)
          index += 1
        }
      }
      flush()
      return pieces
    }

    private mutating func hole() throws(TemplateError) -> Piece {
      let start = index
      guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "}")) else {
        throw .unclosedBrace(offset: start)
      }
      let inside = String(decoding: bytes[start + 1..<end], as: UTF8.self)
      index = end + 1
      if inside.isEmpty { throw .emptyHole(offset: start) }
      switch inside {
      case "soft": return .soft(nil)
      case "demos": return .demos
      case "end": return .end
      case "sep": return .separator
      default: break
      }
      if inside.hasPrefix("column:") {
        let name = String(inside.dropFirst("column:".count))
        if name.isEmpty { throw .emptyHole(offset: start) }
        return .column(name)
      }
      if let colon = inside.firstIndex(of: ":"), inside[..<colon] == "soft" {
        let digits = inside[inside.index(after: colon)...]
        guard let count = Int(digits), (1...100_000).contains(count) else {
          throw .wrongSoftCount(text: String(digits), offset: start)
        }
        return .soft(count)
      }
      return .column(inside)
    }
  }
}
