import Foundation
import Pseudoterminal
import XCTest

/// What the editor shows beyond the text: how it could go on, what belongs together, what was found.
final class GhostTests: ProbeTestCase {
  func testTheNewestCellThatBeginsSoCanBeTaken() throws {
    let terminal = try start()
    submit(terminal, "alpha one")
    submit(terminal, "alpha two")
    terminal.send("al")
    assertScreen(terminal) { $0.cursorRowText == "pts> alpha two" && $0.cursorColumn == 7 }
    XCTAssertEqual(terminal.screen.style(row: 4, column: 6), "")
    XCTAssertEqual(terminal.screen.style(row: 4, column: 7), "2")
    // Enter takes what was typed, → what is shown.
    terminal.send(Key.enter)
    assertScreen(terminal) { $0.text.hasSuffix("pts> al\ncell: \"al\"\npts>") }
    terminal.send("alp" + Key.right)
    assertScreen(terminal) { $0.cursorRowText == "pts> alpha two" && $0.cursorColumn == 14 }
    terminal.send(Key.control("A") + Key.right)
    assertScreen(terminal) { $0.cursorColumn == 6 }
    terminal.send(Key.control("C"))
    assertScreen(terminal) { $0.cursorRowText == "pts>" && $0.modes.contains("?2004") }
    // Of a cell of several rows its first is shown, and all are taken.
    terminal.send("f(" + Key.enter + "1)" + Key.enter)
    assertScreen(terminal) { $0.text.hasSuffix("cell: \"f(\\n  1)\"\npts>") }
    terminal.send("f")
    assertScreen(terminal) { $0.cursorRowText == "pts> f" }
    terminal.send(Key.control("C"))
    assertScreen(terminal) { $0.cursorRowText == "pts>" && $0.modes.contains("?2004") }
    terminal.send("hel" + Key.control("E"))
    assertScreen(terminal) { $0.cursorRowText == "pts> help me" }
    dropAndLeave(terminal)
  }

  func testANoteIsShownAndNotTaken() throws {
    let terminal = try start()
    terminal.send("noted")
    assertScreen(terminal) { $0.cursorRowText == "pts> noted  5 letters" && $0.cursorColumn == 10 }
    terminal.send(Key.right + Key.enter)
    assertScreen(terminal) { $0.text == "pts> noted\ncell: \"noted\"\npts>" }
    leave(terminal)
  }

  func testBracketsThatBelongTogether() throws {
    let terminal = try start()
    terminal.send("f(a, (b))")
    assertScreen(terminal) { screen in
      screen.style(row: 0, column: 6) == "1;4" && screen.style(row: 0, column: 13) == "1;4"
        && screen.style(row: 0, column: 10) == "" && screen.style(row: 0, column: 12) == ""
    }
    terminal.send(Key.left)
    assertScreen(terminal) { screen in
      screen.style(row: 0, column: 10) == "1;4" && screen.style(row: 0, column: 12) == "1;4"
        && screen.style(row: 0, column: 6) == ""
    }
    // What was entered has no marks.
    terminal.send(Key.control("E") + Key.enter)
    assertScreen(terminal) { $0.text.hasSuffix("\npts>") }
    XCTAssertEqual(terminal.screen.style(row: 0, column: 6), "")
    leave(terminal)
  }

  func testASearchShowsWhatItHasFound() throws {
    let terminal = try start()
    terminal.send("(one" + Key.enter + "two)" + Key.enter)
    assertScreen(terminal) { $0.text.hasSuffix("\npts>") }
    terminal.send(Key.control("R") + "two")
    assertScreen(terminal) { screen in
      screen.rows[4].hasSuffix("two)") && screen.style(row: 4, column: 7) == "7"
        && screen.style(row: 4, column: 9) == "7" && screen.style(row: 4, column: 10) == ""
        && screen.rows[5] == "search: two"
    }
    terminal.send(Key.control("G"))
    assertScreen(terminal) { $0.cursorRowText == "pts>" }
    leave(terminal)
  }

  func testNothingOfItWithoutColour() throws {
    let terminal = try start(environment: ["NO_COLOR": "1"])
    submit(terminal, "alpha")
    terminal.send("al")
    assertScreen(terminal) { $0.cursorRowText == "pts> al" }
    terminal.send("(x)")
    assertScreen(terminal) { $0.cursorRowText == "pts> al(x)" }
    for column in 0..<12 { XCTAssertEqual(terminal.screen.style(row: 2, column: column), "") }
    dropAndLeave(terminal)
  }

  private func dropAndLeave(_ terminal: Pseudoterminal) {
    terminal.send(Key.control("C"))
    assertScreen(terminal) { $0.cursorRowText == "pts>" && $0.modes.contains("?2004") }
    leave(terminal)
  }
}
