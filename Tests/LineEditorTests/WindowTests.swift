import Foundation
import Pseudoterminal
import XCTest

final class WindowTests: ProbeTestCase {
  func testLongLinesInFortyColumns() throws {
    let terminal = try start(columns: 40, rows: 12)
    let text = String(repeating: "0123456789", count: 9)
    terminal.send(text)
    // 35 columns a row beside the prompt and the indentation that matches it.
    assertScreen(terminal) {
      $0.rows[0] == "pts> " + text.prefix(35)
        && $0.rows[1] == "     " + text.dropFirst(35).prefix(35)
        && $0.rows[2] == "     " + text.dropFirst(70)
        && ($0.cursorRow, $0.cursorColumn) == (2, 25)
    }
    terminal.send(Key.control("A") + "x")
    assertScreen(terminal) {
      $0.rows[0].hasPrefix("pts> x0123") && ($0.cursorRow, $0.cursorColumn) == (0, 6)
        && $0.rows[2] == "     " + text.dropFirst(69)
    }
    terminal.send(Key.enter)
    assertShows(terminal, #"cell: "x0123"#)
    leave(terminal)
  }

  func testTheCursorAfterAFullRow() throws {
    let terminal = try start(columns: 40, rows: 12)
    terminal.send(String(repeating: "a", count: 35))
    assertScreen(terminal) { ($0.cursorRow, $0.cursorColumn) == (1, 5) }
    terminal.send(Key.backspace)
    assertScreen(terminal) { ($0.cursorRow, $0.cursorColumn) == (0, 39) }
    terminal.send(Key.control("U"))
    // A wide character doesn't fit the last column.
    terminal.send(String(repeating: "a", count: 34) + "語b")
    assertScreen(terminal) {
      $0.rows[0] == "pts> " + String(repeating: "a", count: 34) && $0.rows[1] == "     語b"
        && ($0.cursorRow, $0.cursorColumn) == (1, 8)
    }
    terminal.send(Key.left + Key.left)
    assertScreen(terminal) { ($0.cursorRow, $0.cursorColumn) == (1, 5) }
    terminal.send(Key.enter)
    assertShows(terminal, "語b\"")
    leave(terminal)
  }

  func testWideAndCombiningCharacters() throws {
    let terminal = try start()
    terminal.send("日本 e\u{301} 🎉 ñ ß")
    assertScreen(terminal) { $0.rows[0] == "pts> 日本 e\u{301} 🎉 ñ ß" && $0.cursorColumn == 18 }
    terminal.send(String(repeating: Key.left, count: 6))
    // A letter and its accent are passed and deleted together.
    assertScreen(terminal) { $0.cursorColumn == 11 }
    terminal.send(Key.backspace + Key.backspace)
    assertScreen(terminal) { $0.rows[0] == "pts> 日本 🎉 ñ ß" && $0.cursorColumn == 9 }
    terminal.send(Key.enter)
    assertShows(terminal, "cell: \"日本")
    leave(terminal)
  }

  func testResizing() throws {
    let terminal = try start()
    submit(terminal, "before")
    let text = "{ " + String(repeating: "word ", count: 20)
    terminal.send(text)
    assertScreen(terminal) { $0.cursorRow == 3 }
    terminal.resize(columns: 40, rows: 20)
    assertScreen(terminal) {
      $0.rows[0...2] == ["pts> before", #"cell: "before""#, "pts> " + text.prefix(35)]
        && $0.rows[3].hasPrefix("     d word") && $0.cursorRow == 4 && $0.rows[5].isEmpty
    }
    terminal.resize(columns: 100, rows: 24)
    assertScreen(terminal) {
      $0.rows[0...1] == ["pts> before", #"cell: "before""#]
        && $0.rows[2] == "pts> " + text.prefix(95) && $0.cursorRow == 3
        && $0.rows[4].isEmpty
    }
    terminal.send("}" + Key.enter)
    assertShows(terminal, #"word }""#)
    leave(terminal)
  }

  func testACellTallerThanTheWindowScrolls() throws {
    let terminal = try start(columns: 60, rows: 8)
    let lines = (1...20).map { "line \($0)" }
    terminal.paste("[" + lines.joined(separator: "\n"))
    assertScreen(terminal) { $0.rows[7] == "   … line 20" && $0.rows[0] == "   … line 13" }
    terminal.send(String(repeating: Key.up, count: 19))
    assertScreen(terminal) { $0.rows[0] == "pts> [line 1" && $0.cursorRow == 0 }
    terminal.send(Key.control("A") + "x")
    assertScreen(terminal) { $0.rows[0] == "pts> x[line 1" && $0.rows[7] == "   … line 8" }
    terminal.send(String(repeating: Key.down, count: 19) + Key.control("E") + "]" + Key.enter)
    assertShows(terminal, #"line 20]""#)
    terminal.settle()
    // Submitted, all of it can be read in the scrollback, once.
    let all = terminal.screen.everything
    XCTAssertEqual(all.components(separatedBy: "\n   … line 7\n").count, 2, all)
    XCTAssertTrue(all.contains("pts> x[line 1\n   … line 2\n   … line 3"), all)
    leave(terminal)
  }
}
