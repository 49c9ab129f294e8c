import Foundation
import Pseudoterminal
import XCTest

final class ProcessTests: ProbeTestCase {
  func testHistoryOutlivesTheProcess() throws {
    let first = try start()
    first.send("one {" + Key.enter + "}" + Key.enter + "two" + Key.enter + "two" + Key.enter)
    assertScreen(first) { $0.text.components(separatedBy: #"cell: "two""#).count == 3 }
    leave(first)
    let lines = try String(contentsOf: historyFile, encoding: .utf8)
    XCTAssertEqual(lines, "\"one {\\n}\"\n\"two\"\n")
    let second = try start()
    second.send(Key.up + Key.up)
    assertScreen(second) { $0.rows[0] == "pts> one {" && $0.rows[1] == "   … }" }
    second.send(Key.enter)
    assertShows(second, #"cell: "one {\n}""#)
    leave(second)
  }

  func testADamagedHistoryIsReadAsFarAsItGoes() throws {
    try FileManager.default.createDirectory(
      at: historyFile.deletingLastPathComponent(), withIntermediateDirectories: true)
    var data = Data("\"oldest\"\n".utf8)
    for number in 0..<2100 { data += Data("\"filler \(number)\"\n".utf8) }
    data += Data("\"whole\"\nnot json\n{\"a\":1}\n".utf8) + Data([0xFF, 0xFE, 0x00, 0x0A])
    data += Data("\"torn".utf8)
    try data.write(to: historyFile)
    let terminal = try start()
    terminal.send(Key.up)
    assertScreen(terminal) { $0.rows[0] == "pts> whole" }
    // Only the last two thousand lines are kept.
    terminal.send(Key.control("U") + "old" + Key.up)
    assertScreen(terminal) { $0.bells > 0 && $0.rows[0] == "pts> old" }
    terminal.send("er" + Key.enter)
    assertShows(terminal, #"cell: "older""#)
    leave(terminal)
    let end = Data("\"torn\n\"older\"\n".utf8)
    XCTAssertEqual(try Data(contentsOf: historyFile).suffix(end.count), end)
  }

  func testTwoProcessesLoseNothing() throws {
    let terminals = [try start(), try start()]
    for number in 0..<40 {
      for (index, terminal) in terminals.enumerated() {
        terminal.send("cell \(index) \(number)" + Key.enter)
      }
    }
    for (index, terminal) in terminals.enumerated() {
      assertShows(terminal, #"cell: "cell \#(index) 39""#)
      leave(terminal)
    }
    let entries = try String(contentsOf: historyFile, encoding: .utf8).split(separator: "\n")
    XCTAssertEqual(entries.count, 80)
    for index in 0...1 {
      XCTAssertEqual(
        entries.filter { $0.hasPrefix("\"cell \(index) ") },
        (0..<40).map { "\"cell \(index) \($0)\"" })
    }
  }

  func testTheTextIsEditedInAnEditor() throws {
    let script = folder.appendingPathComponent("edit.sh")
    try Data(
      "#!/bin/sh\ncat \"$1\"; stty -a | grep -o ' icanon'; printf 'new\\nrow\\n\\n' > \"$1\"\n".utf8
    )
    .write(to: script)
    let terminal = try start(environment: ["EDITOR": "/bin/sh '\(script.path)'"])
    terminal.send("draft" + Key.control("X") + Key.control("E"))
    assertScreen(terminal) {
      $0.text == "pts> draft\ndraft\n icanon\npts> new\n   … row" && $0.cursorRow == 4
    }
    terminal.send(Key.enter + ":edit" + Key.enter)
    assertShows(terminal, #"edited: "new\nrow""#)
    leave(terminal)
    let failing = try start(environment: ["EDITOR": "false"])
    failing.send(":edit" + Key.enter)
    assertShows(failing, #"fault: failed(command: "false", status: 1)"#)
    leave(failing)
  }

  func testInterruptsOfARunAreCounted() throws {
    let terminal = try start()
    terminal.send("spin" + Key.enter)
    assertShows(terminal, "spinning")
    terminal.send(Key.control("C"))
    assertShows(terminal, "stopped\npts>")
    // The prompt begins a new count.
    terminal.send("spin" + Key.enter)
    assertScreen(terminal) { $0.cursorRowText.isEmpty && $0.text.hasSuffix("spinning") }
    terminal.send(Key.control("C"))
    assertScreen(terminal) { $0.text.components(separatedBy: "stopped").count == 3 }
    leave(terminal)
  }

  func testTheSecondInterruptEndsTheProcess() throws {
    let terminal = try start(environment: ["PROBE_DEAF": "1"])
    terminal.send("spin" + Key.enter)
    assertShows(terminal, "spinning")
    terminal.send(Key.control("C"))
    assertShows(terminal, "stopped")
    terminal.send(Key.control("C"))
    XCTAssertEqual(terminal.waitForExit(), 130)
    XCTAssertTrue(terminal.isCooked)
  }

  func testTheTerminalIsRestoredHoweverTheProcessLeaves() throws {
    for number in [SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT] {
      let terminal = try start()
      XCTAssertFalse(terminal.isCooked)
      terminal.send("half a li")
      assertShows(terminal, "half a li")
      terminal.signal(number)
      let status = terminal.waitForExit()
      XCTAssertEqual(status, 128 + number)
      XCTAssertTrue(terminal.isCooked, "signal \(number)")
      XCTAssertEqual(terminal.screen.modes, ["?7", "?25"], "signal \(number)")
    }
  }

  func testStoppedAndContinued() throws {
    let terminal = try start()
    terminal.send("{ a" + Key.enter + "b")
    assertShows(terminal, "   …   b")
    terminal.signal(SIGSTOP)
    terminal.signal(SIGCONT)
    terminal.send(" }" + Key.enter)
    assertShows(terminal, #"cell: "{ a\n  b }""#)
    leave(terminal)
  }

  func testATerminalThatCannotMoveItsCursor() throws {
    let terminal = try start(environment: ["TERM": "dumb"])
    terminal.send("f {\n")
    assertShows(terminal, "pts> f {\n…")
    terminal.send("}\n")
    assertShows(terminal, #"cell: "f {\n}""#)
    XCTAssertEqual(terminal.screen.unknown, [])
    XCTAssertTrue(terminal.isCooked)
    terminal.send("\u{4}")
    XCTAssertEqual(terminal.waitForExit(), 0)
  }

  func testCellsFromAPipe() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.probe)
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    input.fileHandleForWriting.write(Data("a\nb {\n  c\n}\nlast (".utf8))
    try input.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    XCTAssertEqual(
      String(decoding: data, as: UTF8.self),
      "cell: \"a\"\ncell: \"b {\\n  c\\n}\"\ncell: \"last (\"\nbye\n")
  }
}
