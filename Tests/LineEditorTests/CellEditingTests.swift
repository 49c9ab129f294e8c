import Foundation
import Pseudoterminal
import XCTest

final class CellEditingTests: ProbeTestCase {
  func testACellOfSeveralRowsIsTypedAndRecalledAsOne() throws {
    let terminal = try start()
    terminal.send("model lm {" + Key.enter + "from: 1" + Key.enter + "}" + Key.enter)
    assertShows(terminal, #"cell: "model lm {\n  from: 1\n}""#)
    XCTAssertEqual(
      Array(terminal.screen.rows[0...2]), ["pts> model lm {", "   …   from: 1", "   … }"])
    terminal.send(Key.up)
    assertScreen(terminal) {
      $0.rows[4...6] == ["pts> model lm {", "   …   from: 1", "   … }"]
        && ($0.cursorRow, $0.cursorColumn) == (6, 6)
    }
    // Enter submits a complete cell from any row.
    terminal.send(Key.control("A") + Key.up + Key.control("A") + "x" + Key.enter)
    assertShows(terminal, #"cell: "model lm {\nx  from: 1\n}""#)
    leave(terminal)
  }

  func testRowsAreMovedInBeforeHistory() throws {
    let terminal = try start()
    submit(terminal, "older")
    terminal.send("(long row" + Key.altEnter + "b" + Key.altEnter + "third)")
    assertScreen(terminal) { ($0.cursorRow, $0.cursorColumn) == (4, 13) }
    terminal.send(Key.up)
    assertScreen(terminal) { ($0.cursorRow, $0.cursorColumn) == (3, 8) }
    terminal.send(Key.up)
    // The column that was left is aimed for again past a short row.
    assertScreen(terminal) { ($0.cursorRow, $0.cursorColumn) == (2, 13) }
    terminal.send(Key.control("A"))
    assertScreen(terminal) { ($0.cursorRow, $0.cursorColumn) == (2, 5) }
    terminal.send(Key.up)
    assertScreen(terminal) { $0.rows[2] == "pts> older" && $0.rows[3].isEmpty }
    terminal.send(Key.down)
    assertScreen(terminal) { $0.rows[2] == "pts> (long row" && $0.rows[4].contains("third)") }
    leaveWithout(terminal)
  }

  func testKillsStayInTheirRowAndComeBack() throws {
    let terminal = try start()
    terminal.send("{one two" + Key.enter + "three}" + Key.up + Key.control("A") + Key.right)
    terminal.send(Key.control("K"))
    assertScreen(terminal) { $0.rows[0] == "pts> {" && $0.rows[1] == "   …   three}" }
    terminal.send(Key.control("K"))
    assertScreen(terminal) { $0.rows[0] == "pts> {  three}" && $0.rows[1].isEmpty }
    terminal.send(Key.control("_") + Key.control("_"))
    assertScreen(terminal) { $0.rows[0] == "pts> {one two" && $0.rows[1] == "   …   three}" }
    terminal.send(Key.control("K") + Key.control("A") + Key.control("Y"))
    assertScreen(terminal) { $0.rows[0] == "pts> one two{" }
    leaveWithout(terminal)
  }

  func testTwoBlankRowsSubmitAnIncompleteCell() throws {
    let terminal = try start()
    terminal.send("f(" + Key.enter + Key.enter)
    assertScreen(terminal) { $0.cursorRow == 2 }
    terminal.send(Key.enter)
    assertShows(terminal, #"cell: "f(\n  \n  ""#)
    leave(terminal)
  }

  func testInterruptDropsTheTextAndKeepsItForYank() throws {
    let terminal = try start()
    terminal.send("prompt p {" + Key.enter + "soft: 8")
    assertShows(terminal, "   …   soft: 8")
    terminal.send(Key.control("C"))
    assertScreen(terminal) {
      $0.rows.prefix(4) == ["pts> prompt p {", "   …   soft: 8^C", "interrupted", "pts>"]
    }
    terminal.send(Key.control("Y"))
    assertScreen(terminal) { $0.rows[3] == "pts> prompt p {" && $0.rows[4] == "   …   soft: 8" }
    terminal.send(Key.enter + "}" + Key.enter)
    assertShows(terminal, #"cell: "prompt p {\n  soft: 8\n}""#)
    leave(terminal)
  }

  func testEndOfInputOnlyOnAnEmptyText() throws {
    let terminal = try start()
    terminal.send("ab" + Key.left + Key.control("D") + Key.control("D"))
    assertScreen(terminal) { $0.rows[0] == "pts> a" && $0.bells == 1 }
    terminal.send(Key.backspace)
    assertScreen(terminal) { $0.rows[0] == "pts>" }
    leave(terminal)
    XCTAssertTrue(terminal.screen.text.hasSuffix("bye"))
  }

  func testKeysOfVi() throws {
    try Data("bind -v\n".utf8).write(to: folder.appendingPathComponent(".editrc"))
    let terminal = try start()
    terminal.send("one two")
    assertShows(terminal, "pts> one two")
    terminal.send("\u{1B}")
    // The cursor steps back without waiting for another key.
    assertScreen(terminal) { $0.cursorColumn == 11 }
    terminal.send("0dwA" + " more" + Key.altEnter + "(" + Key.left + Key.right)
    assertScreen(terminal) { $0.rows[0] == "pts> two more" && $0.rows[1] == "   … (" }
    terminal.send(")" + Key.enter)
    assertShows(terminal, #"cell: "two more\n()""#)
    leave(terminal)
  }

  func testUnknownKeysTypeNothing() throws {
    let terminal = try start()
    terminal.send("a\u{1B}[15~\u{1B}[5~\u{1B}[1;2Ab" + Key.enter)
    assertShows(terminal, #"cell: "ab""#)
    leave(terminal)
  }

  func testColoursOnlyWhereTheyBelong() throws {
    let terminal = try start()
    terminal.send("model lm")
    assertScreen(terminal) { $0.style(row: 0, column: 5) == "1;34" && $0.cursorColumn == 13 }
    XCTAssertEqual(terminal.screen.style(row: 0, column: 11), "")
    let plain = try start(environment: ["NO_COLOR": "1"])
    plain.send("model hel")
    assertScreen(plain) { $0.rows[0] == "pts> model hel" }
    XCTAssertTrue((0..<14).allSatisfy { plain.screen.style(row: 0, column: $0).isEmpty })
    terminal.send(Key.control("U") + "hel")
    assertShows(terminal, "pts> help me")
    XCTAssertEqual(terminal.screen.style(row: 0, column: 9), "2")
    terminal.send(Key.right + Key.enter)
    assertShows(terminal, #"cell: "help me""#)
    leave(terminal)
  }

  private func leaveWithout(
    _ terminal: Pseudoterminal, file: StaticString = #filePath, line: UInt = #line
  ) {
    terminal.send(Key.control("C"))
    assertScreen(terminal, file: file, line: line) { $0.cursorRowText == "pts>" }
    leave(terminal, file: file, line: line)
  }
}
