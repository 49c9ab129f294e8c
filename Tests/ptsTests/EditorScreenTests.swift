import Foundation
import Pseudoterminal
import XCTest

/// Whole screens of the shell: what a person sees while typing, and while a run is under way.
final class EditorScreenTests: ProgramTestCase {
  /// The shell with a model, data and a prompt.
  private func startTuning(
    columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
  ) throws -> Pseudoterminal {
    let terminal = try startShell(columns: columns, rows: rows, environment: environment)
    submit(
      terminal, Self.declarations.split(separator: "\n").joined(separator: Key.altEnter), next: 2)
    XCTAssertTrue(terminal.waitUntilReading())
    return terminal
  }

  func testAListBelowACellOfFiveRows() throws {
    let terminal = try startTuning(rows: 30)
    let first = terminal.screen.cursorRow
    terminal.send(
      ["run first {", "model: lm", "prompt: soft", "data: reviews", "s"].joined(
        separator: Key.altEnter))
    assertScreen(terminal) { $0.rows[first + 4] == "  …   s" }
    terminal.send(Key.tab)
    assertScreen(terminal) { screen in
      let list = screen.rows[(first + 5)...].prefix { !$0.isEmpty }
      return screen.cursorRow == first + 4 && list.contains { $0.contains("steps") }
        && list.contains { $0.contains("seed") } && screen.rows[first] == "[2] run first {"
        && screen.rows[first + 3] == "  …   data: reviews"
    }
    // The list goes with the next key, and the cell is whole.
    terminal.send("teps: 3" + Key.altEnter + "}")
    assertScreen(terminal) { screen in
      screen.rows[first + 4] == "  …   steps: 3" && screen.rows[first + 5] == "  … }"
        && screen.rows[(first + 6)...].allSatisfy(\.isEmpty)
    }
    terminal.send(Key.enter)
    assertScreen(terminal) { $0.text.contains("first · 3 steps") && $0.cursorRowText == "[3]" }
    leave(terminal)
  }

  func testAPasteOfTwoHundredLines() throws {
    let terminal = try startShell(rows: 24)
    XCTAssertTrue(terminal.waitUntilReading())
    let lines = (1...199).map { "let v\($0) = \($0)" } + ["v1 + v199"]
    terminal.paste(lines.joined(separator: "\n"))
    // The end is seen, with the cursor.
    assertScreen(terminal) { $0.cursorRowText == "  … v1 + v199" && $0.cursorRow == 23 }
    terminal.send(Key.enter)
    assertScreen(terminal) { $0.text.hasSuffix("  … v1 + v199\n200\n[2]") }
    XCTAssertEqual(
      terminal.screen.everything.components(separatedBy: "let v100 = 100").count, 2)
    // It comes back as one.
    terminal.send(Key.up)
    assertScreen(terminal) { $0.cursorRowText == "  … v1 + v199" }
    interrupt(terminal, next: 2)
    leave(terminal)
  }

  func testAWindowIsMadeNarrowerDuringARun() throws {
    let terminal = try startTuning()
    terminal.send("run long { model: lm, prompt: soft, data: reviews, steps: 1000000 }" + Key.enter)
    assertScreen(terminal) { $0.text.contains("/1000000") }
    for columns in [50, 30, 90] {
      terminal.resize(columns: columns, rows: 24)
      usleep(400_000)
      assertScreen(terminal) { screen in
        screen.rows.filter { $0.contains("/1000000") && $0.hasPrefix("long") }.count == 1
          && screen.cursorRowText.hasPrefix("long")
      }
    }
    // What is typed waits, and is not to be seen in the line.
    terminal.send("1 + 1")
    usleep(300_000)
    assertScreen(terminal) { $0.text.contains("/1000000") && !$0.text.contains("1 + 1") }
    terminal.send(Key.interrupt)
    assertScreen(terminal) { $0.text.contains("long.resume()") && $0.cursorRowText == "[3]" }
    XCTAssertFalse(terminal.screen.text.contains("/1000000"), terminal.screen.text)
    leave(terminal)
  }

  func testHowTheTextCouldGoOn() throws {
    let terminal = try startTuning(columns: 40)
    terminal.send("revie")
    assertScreen(terminal) { $0.cursorRowText == "[2] reviews" && $0.cursorColumn == 9 }
    terminal.send(Key.right + ".colu")
    assertScreen(terminal) { $0.cursorRowText == "[2] reviews.columns" && $0.cursorColumn == 16 }
    terminal.send(Key.right + Key.enter)
    assertScreen(terminal) {
      $0.text.contains("[\"review\", \"mood\"]") && $0.cursorRowText == "[3]"
    }
    // A template's tokens are those of the model that was declared.
    terminal.send("prompt p {" + Key.altEnter + "template: \"größe")
    assertScreen(terminal) { $0.cursorRowText.hasSuffix("\"größe  7 tokens") }
    terminal.send(" {re")
    assertScreen(terminal) { $0.cursorRowText.hasSuffix(" {re  8 tokens") }
    terminal.send("view}\"")
    assertScreen(terminal) { $0.cursorRowText.hasSuffix("\"  8 to…") }
    // What is entered is what was typed.
    interrupt(terminal, next: 3)
    XCTAssertFalse(terminal.screen.text.contains(" tokens"), terminal.screen.text)
    leave(terminal)
    let plain = try startTuning(environment: ["NO_COLOR": "1"])
    plain.send("revie")
    assertScreen(plain) { $0.cursorRowText == "[2] revie" }
    interrupt(plain, next: 2)
    leave(plain)
  }
}
