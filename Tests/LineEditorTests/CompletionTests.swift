import Foundation
import Pseudoterminal
import XCTest

final class CompletionTests: ProbeTestCase {
  func testTheOnlyCandidateIsInserted() throws {
    let terminal = try start()
    terminal.send("a grö" + Key.tab + " so" + Key.tab)
    assertScreen(terminal) { $0.rows[0] == "pts> a größe soft" && $0.cursorColumn == 17 }
    leave(terminal, after: "größe soft")
  }

  func testSeveralShareAPrefixThenAreListed() throws {
    let terminal = try start()
    terminal.send("te" + Key.tab)
    assertScreen(terminal) { $0.rows[0] == "pts> temp" && $0.rows[1].isEmpty }
    terminal.send(Key.tab)
    assertScreen(terminal) {
      $0.rows[1].contains("template") && $0.rows[1].contains("the text with its columns")
        && $0.rows[1].contains("temperature") && ($0.cursorRow, $0.cursorColumn) == (0, 9)
    }
    // The list goes with the next key.
    terminal.send("l" + Key.tab)
    assertScreen(terminal) { $0.rows[0] == "pts> template" && $0.rows[1].isEmpty }
    leave(terminal, after: "template")
  }

  func testTheListFitsANarrowWindow() throws {
    let terminal = try start(columns: 24, rows: 10)
    terminal.send("s" + Key.tab)
    assertScreen(terminal) {
      $0.rows[1] == "soft      soft tokens a…" && $0.rows[4].hasPrefix("steps") && $0.cursorRow == 0
    }
    XCTAssertEqual(terminal.screen.scrollback, [])
    leave(terminal, after: "s")
  }

  func testAListUnderTheLastRowScrolls() throws {
    let terminal = try start(columns: 24, rows: 8)
    for text in ["1", "2", "3"] {
      submit(terminal, text)
    }
    terminal.send("{" + Key.enter + "s" + Key.tab)
    assertScreen(terminal) {
      $0.rows[2] == "pts> {" && $0.rows[3] == "   …   s" && $0.rows[4].hasPrefix("soft")
        && $0.rows[7].hasPrefix("steps") && ($0.cursorRow, $0.cursorColumn) == (3, 8)
    }
    terminal.send("oft }")
    assertScreen(terminal) { $0.rows[3] == "   …   soft }" && $0.rows[4].isEmpty }
    leave(terminal, after: "soft }")
  }

  func testTabIndentsAtTheStartOfARow() throws {
    let terminal = try start()
    terminal.send("(" + Key.altEnter + Key.tab + "x" + Key.enter)
    assertScreen(terminal) { $0.rows[1] == "   …     x" }
    // Between spaces backspace goes back a step, and so does a closing bracket.
    terminal.send(Key.backspace)
    assertScreen(terminal) { $0.rows[2] == "   …" && $0.cursorColumn == 5 }
    terminal.send(Key.tab + ")")
    assertScreen(terminal) { $0.rows[2] == "   … )" }
    leave(terminal, after: ")")
  }

  func testTheHistoryIsSearched() throws {
    let terminal = try start()
    for text in ["alpha Beta", "gamma", "beta two"] {
      submit(terminal, text)
    }
    terminal.send("draft" + Key.control("R") + "bet")
    assertScreen(terminal) { $0.rows[6] == "pts> beta two" && $0.rows[7] == "search: bet" }
    terminal.send(Key.control("R"))
    assertScreen(terminal) { $0.rows[6] == "pts> alpha Beta" && $0.cursorColumn == 11 }
    terminal.send("q")
    assertScreen(terminal) { $0.rows[7].contains("no cell has it") }
    terminal.send(Key.control("G"))
    assertScreen(terminal) { $0.rows[6] == "pts> draft" && $0.rows[7].isEmpty }
    terminal.send(Key.control("R") + "gam" + Key.enter)
    assertScreen(terminal) { $0.cursorRowText == "pts> gamma" && $0.rows[7].isEmpty }
    terminal.send(Key.control("C"))
    assertScreen(terminal) { $0.cursorRowText == "pts>" && $0.modes.contains("?2004") }
    terminal.send("al" + Key.up)
    assertScreen(terminal) { $0.cursorRowText == "pts> alpha Beta" }
    terminal.send(Key.down)
    // The rest of the newest cell that begins so is faint.
    assertScreen(terminal) { $0.cursorRowText == "pts> alpha Beta" && $0.cursorColumn == 7 }
    leave(terminal, after: "al")
  }

  private func leave(
    _ terminal: Pseudoterminal, after text: String, file: StaticString = #filePath,
    line: UInt = #line
  ) {
    assertShows(terminal, text, file: file, line: line)
    terminal.send(Key.control("C"))
    assertScreen(terminal, file: file, line: line) { $0.cursorRowText == "pts>" }
    leave(terminal, file: file, line: line)
  }
}
