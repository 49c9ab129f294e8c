import Foundation
import Pseudoterminal
import XCTest

final class PasteTests: ProbeTestCase {
  func testATutorialOfManyLinesIsOneCell() throws {
    let terminal = try start(columns: 60, rows: 20)
    XCTAssertTrue(terminal.screen.modes.contains("?2004"))
    var lines = (1...150).map { $0 % 3 == 0 ? "  field_\($0): \"größe 日本 \($0)\"," : "name_\($0)" }
    lines[70] = ""
    terminal.paste(lines.joined(separator: "\n") + "\n")
    assertScreen(terminal) { $0.rows[19].contains("field_150") }
    XCTAssertFalse(terminal.screen.everything.contains("cell:"), "a paste must not run by itself")
    terminal.send(Key.enter)
    assertShows(terminal, "field_150: \\\"größe 日本 150\\\",\"")
    terminal.settle()
    XCTAssertEqual(terminal.screen.everything.components(separatedBy: "cell: ").count, 2)
    terminal.send("x" + Key.enter)
    assertShows(terminal, #"cell: "x""#)
    leave(terminal)
    let entries = try String(contentsOf: historyFile, encoding: .utf8)
      .split(separator: "\n").map { try JSONDecoder().decode(String.self, from: Data($0.utf8)) }
    XCTAssertEqual(entries, [lines.joined(separator: "\n"), "x"])
  }

  func testAPasteGoesWhereTheCursorIsAndIsComposed() throws {
    let terminal = try start()
    terminal.send("[]" + Key.left)
    terminal.paste("cafe\u{301}\tü\u{1B}c\u{7}")
    assertScreen(terminal) { $0.rows[0].hasPrefix("pts> [café") && $0.rows[0].hasSuffix("]") }
    terminal.send(Key.enter)
    assertShows(terminal, #"cell: "[café\tüc]""#)
    leave(terminal)
  }

  func testTextPastedWithoutBracketsIsNotIndentedTwice() throws {
    let terminal = try start()
    terminal.send("{\r  a: 1\r  b: 2\r}\rnext\r")
    assertShows(terminal, #"cell: "next""#)
    XCTAssertTrue(terminal.screen.everything.contains(#"cell: "{\n  a: 1\n  b: 2\n}""#))
    leave(terminal)
  }
}
