import Foundation
import Pseudoterminal
import XCTest

/// `pts --watch` and the file behind `pts -i`, under a terminal.
final class WatchTests: ProgramTestCase {
  private static let script = """
    # %% Data
    let rows = read_csv("d.csv")

    # %% Sum
    let total = rows.map(r => r.v).sum()
    print("total \\(total)")

    # %% Other
    print("other")

    """

  private func change(_ old: String, _ new: String) throws {
    let url = folder.appendingPathComponent("w.pts")
    let text = try String(contentsOf: url, encoding: .utf8)
    XCTAssertTrue(text.contains(old))
    // As editors save: another file takes its name.
    try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: url, options: .atomic)
  }

  func testOnlyWhatASavedChangeMadeStaleRuns() throws {
    try write("v\n1\n2\n", to: "d.csv")
    try write(Self.script, to: "w.pts")
    let terminal = try Pseudoterminal(
      executable: Self.program, arguments: ["--watch", "w.pts"], environment: environment,
      directory: folder.path, columns: 80, rows: 60)
    func assertNext(_ text: String, line: UInt = #line) {
      let shown = terminal.wait { $0.text.hasSuffix(text + "\nwatching w.pts · ^C leaves") }
      XCTAssertTrue(shown, terminal.screen.text, line: line)
      // A change has to be seen as one of its own.
      usleep(150_000)
    }
    assertNext("Sum\ntotal 3\n\nOther\nother")
    try change("# %% Sum", "# %% The sum\n# of all")
    assertNext("w.pts: no cell has changed")
    try change("print(\"other\")", "print(\"more\")")
    assertNext("w.pts: 1 cell edited\n[3] Other\nmore")
    try write("v\n1\n6\n", to: "d.csv")
    assertNext("d.csv has changed\n[1] Data\n[2] The sum\ntotal 7")
    try change("let total =", "let total ==")
    assertNext("w.pts wasn't taken over: the cells are as they were")
    XCTAssertTrue(terminal.screen.text.contains("w.pts:6:11\n"), terminal.screen.text)
    try change("let total ==", "let total = 1 +")
    assertNext("w.pts: 1 cell edited\n[2] The sum\ntotal 8")
    terminal.send(Key.interrupt)
    XCTAssertEqual(terminal.waitForExit(), 130)
  }

  func testWatchNeedsAFile() throws {
    for words in [["--watch", "-e", "1"], ["--watch", "-"]] {
      let result = try run(words, input: "1")
      XCTAssertEqual(result.status, 2, "\(words)")
      XCTAssertTrue(result.error.contains("`--watch` needs a script in a file"), result.error)
    }
    try write("1", to: "w.pts")
    let both = try run(["--watch", "-i", "w.pts"])
    XCTAssertEqual(both.status, 2)
    XCTAssertTrue(both.error.contains("leave one of them out"), both.error)
  }

  func testTheFileBehindAShellIsEditedAndTakenOver() throws {
    try write("v\n1\n2\n", to: "d.csv")
    try write(Self.script, to: "w.pts")
    try write("#!/bin/sh\nsed -i 's/other/again/' \"$1\"\n", to: "editor")
    chmod(folder.appendingPathComponent("editor").path, 0o755)
    let terminal = try startShell(
      ["-i", "w.pts"], rows: 50, prompt: "[4]",
      environment: ["EDITOR": folder.appendingPathComponent("editor").path])
    submit(terminal, "total + 1", next: 5)
    submit(terminal, ":edit w.pts", next: 5)
    submit(terminal, ":cells", next: 5)
    submit(terminal, ":run stale", next: 5)
    try change("again", "once more")
    XCTAssertTrue(terminal.waitUntilReading())
    terminal.send(Key.enter)
    XCTAssertTrue(terminal.waitFor("`:reload` takes it over\n[5]"), terminal.screen.text)
    submit(terminal, ":reload", next: 5)
    let text = terminal.screen.everything
    for part in [
      "w.pts: 1 cell edited\ncell 3 is stale: it was edited · `:run stale` runs it again",
      "[3] Other  edited", "[3] Other\nagain\n",
      "w.pts has changed on the disk · `:reload` takes it over",
    ] {
      XCTAssertTrue(text.contains(part), "\(part) is missing:\n\(text)")
    }
    leave(terminal)
  }
}
