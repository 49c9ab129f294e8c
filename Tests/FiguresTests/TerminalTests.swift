import Figures
import XCTest

final class TerminalTests: XCTestCase {
  private func terminal(_ environment: [String: String], tty: Bool = true) -> Terminal {
    Terminal(environment: environment, isTerminal: tty)
  }

  func testColourFollowsTheEnvironment() {
    XCTAssertEqual(terminal(["TERM": "xterm-256color"]).colour, .ansi256)
    XCTAssertEqual(terminal(["TERM": "xterm"]).colour, .ansi16)
    XCTAssertEqual(
      terminal(["TERM": "tmux-256color", "COLORTERM": "truecolor"]).colour, .trueColour)
    XCTAssertEqual(terminal(["TERM": "xterm-direct"]).colour, .trueColour)
    XCTAssertEqual(terminal(["TERM": "dumb", "COLORTERM": "truecolor"]).colour, .none)
    XCTAssertEqual(terminal([:]).colour, .none)
    XCTAssertEqual(terminal(["TERM": "xterm-256color", "NO_COLOR": "1"]).colour, .none)
    XCTAssertEqual(terminal(["TERM": "xterm-256color", "NO_COLOR": ""]).colour, .ansi256)
    XCTAssertEqual(terminal(["TERM": "xterm-256color"], tty: false).colour, .none)
  }

  func testUnicodeFollowsTheLocaleInPosixOrder() {
    XCTAssertTrue(terminal(["TERM": "xterm", "LANG": "en_GB.UTF-8"]).unicode)
    XCTAssertTrue(terminal(["TERM": "xterm", "LC_CTYPE": "C.utf8", "LANG": "C"]).unicode)
    XCTAssertFalse(terminal(["TERM": "xterm", "LC_ALL": "C", "LANG": "en_GB.UTF-8"]).unicode)
    XCTAssertFalse(terminal(["TERM": "xterm", "LANG": "de_DE.ISO-8859-1"]).unicode)
    XCTAssertTrue(terminal(["TERM": "xterm", "LC_ALL": "", "LANG": "en_GB.UTF-8"]).unicode)
    XCTAssertTrue(terminal([:], tty: false).unicode)
    XCTAssertFalse(terminal(["TERM": "linux", "LANG": "en_GB.UTF-8"]).unicode)
  }

  func testSizeComesFromTheWindowThenTheEnvironment() {
    let environment = ["COLUMNS": "100", "LINES": "50"]
    let windowed = Terminal(environment: environment, isTerminal: true, size: (132, 43))
    XCTAssertEqual([windowed.width, windowed.height], [132, 43])
    let unknown = Terminal(environment: environment, isTerminal: true, size: (0, 0))
    XCTAssertEqual([unknown.width, unknown.height], [100, 50])
    XCTAssertEqual(terminal(["COLUMNS": "-7"]).width, 80)
    XCTAssertEqual(terminal(["COLUMNS": "3"]).width, 20)
  }

  func testTextFromStrangersCannotSteerTheTerminal() {
    let terminal = Terminal(unicode: true)
    XCTAssertEqual(
      terminal.clean("a\u{1B}[31m\r\n\tb\u{202E}c\u{9B}"), "a\\u{1b}[31m\\r\\n\\tb\\u{202e}c\\u{9b}"
    )
    XCTAssertEqual(terminal.clean("né 日本 👩‍👧"), "né 日本 👩‍👧")
    XCTAssertEqual(Terminal(unicode: false).clean("né 日本"), "n? ????")
    XCTAssertEqual(
      TerminalDrawer(terminal).draw(.text("\u{1B}]0;title\u{7}")), "\\u{1b}]0;title\\u{7}")
  }

  func testPaintOnlyWhereThereIsColour() {
    let ink = Ink(Paint(213, 94, 0, basic: 1), bold: true)
    XCTAssertEqual(Terminal(colour: .none).paint("x", ink), "x")
    XCTAssertEqual(Terminal(colour: .ansi16).paint("x", ink), "\u{1B}[1;31mx\u{1B}[0m")
    XCTAssertEqual(Terminal(colour: .ansi256).paint("x", ink), "\u{1B}[1;38;5;166mx\u{1B}[0m")
    XCTAssertEqual(
      Terminal(colour: .trueColour).paint("x", ink), "\u{1B}[1;38;2;213;94;0mx\u{1B}[0m")
    XCTAssertEqual(
      Terminal(colour: .ansi16).paint("x", Ink(on: .init(0, 0, 0, basic: 9))),
      "\u{1B}[101mx\u{1B}[0m")
  }
}
