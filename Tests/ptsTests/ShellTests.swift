import Foundation
import Pseudoterminal
import XCTest

final class ShellTests: ProgramTestCase {
  func testCellsAndTheirValues() throws {
    let terminal = try startShell()
    XCTAssertTrue(terminal.screen.text.hasPrefix("pts "), terminal.screen.text)
    submit(terminal, "20 + 1", next: 2)
    submit(terminal, "_ * 2", next: 3)
    submit(terminal, "_1 + _2;", next: 4)
    submit(terminal, "\"größe 🎉 日本\"", next: 5)
    submit(terminal, "_2 + 1", next: 6)
    submit(terminal, "nothing", next: 7)
    let text = terminal.screen.text
    for part in ["\n21\n", "\n42\n", "\n\"größe 🎉 日本\"\n", "\n43\n", "there is no `nothing`"] {
      XCTAssertTrue(text.contains(part), "\(part) is missing:\n\(text)")
    }
    XCTAssertFalse(text.contains("\n63\n"), "a silenced value was shown:\n\(text)")
    leave(terminal)
  }

  func testACellOfSeveralRowsComesBackAsOne() throws {
    let terminal = try startShell()
    terminal.send("fn twice(x) {\rx * 2\r}\r")
    assertScreen(terminal) { $0.cursorRowText == "[2]" }
    submit(terminal, "twice(4)", next: 3)
    XCTAssertTrue(terminal.screen.text.contains("\n8\n"))
    terminal.send(Key.up + Key.up)
    assertScreen(terminal) { $0.rows.contains("[3] fn twice(x) {") }
    interrupt(terminal, next: 3)
    leave(terminal)

    // The next shell knows it too.
    let next = try startShell()
    next.send(Key.up + Key.up)
    assertScreen(next) { $0.rows.contains("[1] fn twice(x) {") }
    interrupt(next, next: 1)
    leave(next)
  }

  func testCompletion() throws {
    let terminal = try startShell()
    // A field of a noun, a path, a column of the file just named.
    terminal.send("dataset reviews { fro" + Key.tab)
    assertScreen(terminal) { $0.text.contains("{ from: ") || $0.cursorRowText.hasSuffix("from:") }
    terminal.send("\"rev" + Key.tab)
    assertScreen(terminal) { $0.text.contains("from: \"reviews.csv\"") }
    terminal.send(", input: \"rev" + Key.tab)
    assertScreen(terminal) { $0.text.contains("input: \"review\"") }
    terminal.send(", target: \"m" + Key.tab)
    assertScreen(terminal) { $0.text.contains("target: \"mood\"") }
    terminal.send(" }" + Key.enter)
    assertScreen(terminal) { $0.cursorRowText == "[2]" }
    // A column in a template, a member, a command, a topic.
    terminal.send("prompt p { template: \"{revi" + Key.tab)
    assertScreen(terminal) { $0.text.contains("template: \"{review}") }
    terminal.send("\" }" + Key.enter)
    assertScreen(terminal) { $0.cursorRowText == "[3]" }
    terminal.send("reviews.colu" + Key.tab)
    assertScreen(terminal) { $0.text.contains("reviews.columns") }
    terminal.send(Key.enter)
    assertScreen(terminal) { $0.text.contains("[\"review\", \"mood\"]") }
    terminal.send(":ce" + Key.tab)
    assertScreen(terminal) { $0.text.contains(":cells") }
    terminal.send(Key.enter)
    assertScreen(terminal) { $0.text.contains("[3] reviews.columns") }
    terminal.send("?prompt.sof" + Key.tab)
    assertScreen(terminal) { $0.text.contains("?prompt.soft") }
    terminal.send(Key.enter)
    assertScreen(terminal) { $0.text.contains("a field of `prompt`") }
    // A word of help is beside each candidate.
    terminal.send("hyper h { s" + Key.tab + Key.tab)
    assertScreen(terminal) { $0.text.contains("steps") && $0.text.contains("schedule") }
    interrupt(terminal, next: 4)
    leave(terminal)
  }

  func testInterrupts() throws {
    let terminal = try startShell()
    terminal.send("unfinished")
    assertScreen(terminal) { $0.cursorRowText == "[1] unfinished" }
    interrupt(terminal, next: 1)
    submit(
      terminal, Self.declarations.split(separator: "\n").joined(separator: Key.altEnter), next: 2)
    XCTAssertTrue(terminal.waitUntilReading())
    terminal.send(
      "run first { model: lm, prompt: soft, data: reviews, steps: 1000000 }" + Key.enter)
    assertScreen(terminal) { $0.text.contains("/1000000") }
    terminal.send(Key.interrupt)
    assertScreen(terminal) { $0.text.contains("first.resume()") && $0.cursorRowText == "[3]" }
    XCTAssertFalse(terminal.screen.text.contains("/1000000"), "the live line stayed")
    submit(terminal, "first.steps > 0 and first.status == \"interrupted\"", next: 4)
    XCTAssertTrue(terminal.screen.text.contains("\ntrue\n"), terminal.screen.text)
    terminal.send("while true {}" + Key.enter)
    usleep(300_000)
    terminal.send(Key.interrupt)
    assertScreen(terminal) { $0.cursorRowText == "[5]" && $0.text.contains("\ninterrupted\n") }
    submit(terminal, "1 + 1", next: 6)
    // The second one ends nothing that there is to lose, and half a product is no value.
    submit(terminal, "let a = ones(3000, 3000)", next: 7)
    terminal.send("let b = a @ a @ a @ a @ a" + Key.enter)
    usleep(300_000)
    terminal.send(Key.interrupt)
    terminal.send(Key.interrupt)
    assertScreen(terminal) { $0.cursorRowText == "[8]" }
    submit(terminal, "[len(a), first.steps > 0]", next: 9)
    XCTAssertTrue(terminal.screen.text.contains("[3000, true]"), terminal.screen.text)
    submit(terminal, "b", next: 10)
    XCTAssertTrue(terminal.screen.text.contains("there is no `b`"), terminal.screen.text)
    leave(terminal)
  }

  func testWhatIsTypedDuringACellWaits() throws {
    let terminal = try startShell()
    XCTAssertTrue(terminal.waitUntilReading())
    terminal.send("sleep(1)" + Key.enter)
    usleep(500_000)
    terminal.send("20 + 1" + Key.enter + "typed")
    assertScreen(terminal) { $0.text.contains("[2] 20 + 1\n21\n[3] typed") }
    interrupt(terminal, next: 3)
    terminal.send("let who = input(\"who? \")" + Key.enter)
    assertScreen(terminal) { $0.text.contains("\nwho?") }
    terminal.send("Ada" + Key.enter)
    assertScreen(terminal) { $0.text.contains("\nwho? Ada\n[4]") }
    // `exit` leaves a terminal that echoes.
    terminal.send("exit(7)" + Key.enter)
    XCTAssertEqual(terminal.waitForExit(), 7)
    XCTAssertTrue(terminal.isCooked)
  }

  func testAPastedFile() throws {
    let script = """
      #!/usr/bin/env pts
      # %% [markdown]
      # # Mood

      # %% Model and data
      \(Self.declarations)
      # %% Train
      run first {
        model: lm
        prompt: soft
        data: reviews
        steps: 3
      }

      # %% Look
      if len(first.loss) == 3 {
        print("trained")
      }
      """
    let terminal = try startShell(rows: 50)
    XCTAssertTrue(terminal.waitUntilReading())
    terminal.paste(script)
    assertScreen(terminal) { $0.text.contains("print(\"trained\")") }
    terminal.send(Key.enter)
    assertScreen(terminal) { $0.text.contains("\ntrained\n") && $0.cursorRowText == "[4]" }
    submit(terminal, "first.steps", next: 5)
    XCTAssertTrue(terminal.screen.text.contains("\n3\n"), terminal.screen.text)
    leave(terminal)
  }

  func testAPastedSession() throws {
    let terminal = try startShell()
    XCTAssertTrue(terminal.waitUntilReading())
    terminal.paste("[5] fn twice(x) {\n  …   x * 2\n  … }\n[6] twice(21)\n41\n")
    assertScreen(terminal) { $0.text.contains("[1] fn twice(x) {\n  …   x * 2\n  … }\n") }
    terminal.send(Key.enter)
    assertScreen(terminal) { $0.text.contains("\n42\n") && $0.cursorRowText == "[3]" }
    leave(terminal)
  }

  func testANarrowWindow() throws {
    let terminal = try startShell(columns: 40, rows: 40)
    submit(terminal, "range(30)" + ".map(x => x * 1000)", next: 2)
    submit(terminal, "?prompt.template", next: 2)
    XCTAssertTrue(terminal.screen.everything.contains("a field of `prompt`"))
    submit(
      terminal, Self.declarations.split(separator: "\n").joined(separator: Key.altEnter), next: 3)
    submit(
      terminal, "run first { model: lm, prompt: soft, data: reviews, steps: 40, batch: 2 }",
      next: 4)
    let text = terminal.screen.text
    XCTAssertTrue(text.contains("first · 40 steps in"), text)
    XCTAssertTrue(text.contains("\n  base unchanged"), text)
    leave(terminal)
  }

  func testCommands() throws {
    try write("#!/bin/sh\nprintf 'let base = 15; base\\n' > \"$1\"\n", to: "editor")
    chmod(folder.appendingPathComponent("editor").path, 0o755)
    let editor = folder.appendingPathComponent("editor").path
    let terminal = try startShell(rows: 60, environment: ["EDITOR": editor])
    submit(terminal, "let base = 10", next: 2)
    submit(terminal, "base * 2", next: 3)
    submit(terminal, ":edit 1", next: 3)
    submit(terminal, ":cells", next: 3)
    submit(terminal, ":run stale", next: 3)
    submit(terminal, ":time base * 3", next: 4)
    submit(terminal, ":run base", next: 4)
    submit(terminal, ":sav notes.pts", next: 4)
    submit(terminal, ":save notes.pts", next: 4)
    submit(terminal, ":clels", next: 4)
    submit(terminal, "base?", next: 4)
    let text = terminal.screen.everything
    for part in [
      "\n15\n", "\n20\n", "\ncell 2 is stale: it used `base` · `:run stale` runs it again\n",
      "[2] base * 2  stale: base", "\n30\n", "\n45\ntook ", "saved 3 cells to notes.pts",
      "`notes.pts` exists", ":save notes.pts force", "did you mean `:cells`?",
      "base: number\n  15",
    ] {
      XCTAssertTrue(text.contains(part), "\(part) is missing:\n\(text)")
    }
    let saved = try String(contentsOf: folder.appendingPathComponent("notes.pts"), encoding: .utf8)
    XCTAssertTrue(saved.contains("# %%\nlet base = 15; base\n\n# %%\nbase * 2\n"), saved)
    XCTAssertEqual(try run(["notes.pts"]).output, "15\n30\n45\n")
    terminal.send(":quit" + Key.enter)
    XCTAssertEqual(terminal.waitForExit(), 0)
  }

  func testLongHelpGoesThroughAPager() throws {
    try write("#!/bin/sh\necho paged; head -1 \"$1\"\n", to: "pager")
    chmod(folder.appendingPathComponent("pager").path, 0o755)
    let terminal = try startShell(
      rows: 12, environment: ["PAGER": folder.appendingPathComponent("pager").path])
    submit(terminal, "?run", next: 1)
    XCTAssertTrue(terminal.screen.text.contains("\npaged\n"), terminal.screen.text)
    submit(terminal, "?run.steps", next: 1)
    XCTAssertTrue(terminal.screen.text.contains("a field of `run`"), terminal.screen.text)
    leave(terminal)
    let without = try startShell(rows: 12, environment: ["PAGER": "no-such-pager"])
    submit(without, "?run", next: 1)
    XCTAssertTrue(without.screen.everything.contains("steps"), without.screen.text)
    leave(without)
  }

  func testAnEditorThatIsLeftWithoutSavingRunsNothing() throws {
    let terminal = try startShell(environment: ["EDITOR": "true"])
    submit(terminal, "1 + 1", next: 2)
    submit(terminal, ":edit", next: 2)
    XCTAssertTrue(terminal.screen.text.contains("nothing runs"), terminal.screen.text)
    leave(terminal)
  }

  func testAFileThatStays() throws {
    try write(Self.declarations + "let x = 41\n# %%\nx\n", to: "x.pts")
    let terminal = try startShell(["-i", "x.pts"], prompt: "[3]")
    submit(terminal, "x + 1", next: 4)
    XCTAssertTrue(terminal.screen.text.contains("\n42\n"))
    terminal.send("run r { model: lm, prompt: soft, data: reviews, steps: 100000 }" + Key.enter)
    assertScreen(terminal) { $0.text.contains("/100000") }
    terminal.send(Key.interrupt)
    assertScreen(terminal) { $0.text.contains("r.resume() continues it") }
    leave(terminal)
  }

  func testColoursAreForTerminalsThatHaveThem() throws {
    let coloured = try startShell()
    submit(coloured, "let a = b", next: 2)
    let line = try XCTUnwrap(coloured.screen.rows.firstIndex { $0.hasPrefix("error:") })
    XCTAssertNotEqual(coloured.screen.style(row: line, column: 0), "")
    leave(coloured)
    let plain = try startShell(environment: ["NO_COLOR": "1"])
    submit(plain, "let a = b", next: 2)
    let row = try XCTUnwrap(plain.screen.rows.firstIndex { $0.hasPrefix("error:") })
    XCTAssertEqual(plain.screen.style(row: row, column: 0), "")
    leave(plain)
    let dumb = try startShell(environment: ["TERM": "dumb"])
    dumb.send("1 + 1\r")
    assertScreen(dumb) { $0.text.contains("\n2\n") && $0.cursorRowText == "[2]" }
    dumb.send("\u{4}")
    XCTAssertEqual(dumb.waitForExit(), 0)
  }
}
