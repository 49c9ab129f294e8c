import Foundation
import JSON
import LanguageServer
import Mutation
import XCTest

/// Positions are lines and UTF-16 units; changes by them give what the client has.
final class DocumentTests: XCTestCase {
  func testPositionsAreUTF16UnitsWhateverTheLineBreaks() {
    let table = LineTable(Array("aé𝄞b\r\nc\rd\n\n𝄞".utf8))
    for (offset, line, character) in [
      (0, 0, 0), (1, 0, 1), (3, 0, 2), (7, 0, 4), (8, 0, 5), (10, 1, 0), (11, 1, 1), (12, 2, 0),
      (13, 2, 1), (14, 3, 0), (15, 4, 0), (19, 4, 2),
    ] {
      let position = Position(line: line, character: character)
      XCTAssertEqual(table.position(at: offset), position)
      XCTAssertEqual(table.offset(of: position), offset, "\(position)")
    }
    // Past a line's end, past the last line, and half a surrogate pair.
    XCTAssertEqual(table.offset(of: Position(line: 0, character: 99)), 8)
    XCTAssertEqual(table.offset(of: Position(line: 99, character: 0)), 19)
    XCTAssertEqual(table.offset(of: Position(line: 0, character: 3)), 3)
    XCTAssertEqual(table.position(at: 99), Position(line: 4, character: 2))
  }

  /// Random edits, as an editor makes them on UTF-16 text, against Foundation's own.
  func testIncrementalChangesGiveTheClientsText() throws {
    var draw = Draw(seed: 12)
    let pieces = ["a", "é", "𝄞", "\n", "\r\n", " = ", "日本", "{", "👩‍👩‍👧‍👦", "\"", ""]
    for _ in 0..<60 {
      var text = (0..<draw.below(30)).map { _ in draw.of(pieces) }.joined()
      var document = Document(uri: "file:///a.pts", version: 0, bytes: Array(text.utf8))
      for version in 1...20 {
        let ends = [draw.below(text.utf16.count + 1), draw.below(text.utf16.count + 1)].sorted()
        let bounds = ends.map { Self.position(text, $0) }
        let new = (0..<draw.below(4)).map { _ in draw.of(pieces) }.joined()
        let change = JSONValue.record([
          "range": .record(["start": bounds[0].0.json, "end": bounds[1].0.json]),
          "text": .text(new),
        ])
        text =
          String(decoding: text.utf16.prefix(bounds[0].1), as: UTF16.self) + new
          + String(decoding: text.utf16.dropFirst(bounds[1].1), as: UTF16.self)
        document = try document.changed(by: [change], version: version)
        XCTAssertEqual(Array(document.file.text.utf16), Array(text.utf16))
      }
    }
  }

  /// The position of a UTF-16 offset, moved out of characters and of `\r\n`.
  private static func position(_ text: String, _ offset: Int) -> (Position, Int) {
    let units = Array(text.utf16)
    var offset = offset
    while offset > 0, offset < units.count,
      UTF16.isTrailSurrogate(units[offset]) || (units[offset] == 10 && units[offset - 1] == 13)
    {
      offset -= 1
    }
    let before = units[..<offset]
    let start = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    return (Position(line: before.count { $0 == 10 }, character: offset - start), offset)
  }

  func testRefusesChangesWithoutTextOrWithBrokenRanges() {
    let document = Document(uri: "untitled:1", version: 0, bytes: Array("let x = 1\n".utf8))
    for change in [
      JSONValue.object([]), .record(["text": .integer(3)]),
      .record(["text": .text("a"), "range": .record(["start": .integer(1)])]),
      .record([
        "text": .text("a"),
        "range": .record([
          "start": .record(["line": .integer(-1), "character": .integer(0)]),
          "end": .record(["line": .integer(0), "character": .double(0.5)]),
        ]),
      ]),
    ] {
      XCTAssertThrowsError(try document.changed(by: [change], version: 1))
    }
  }
}
