import Foundation
import Pseudoterminal
import XCTest

/// Starts the probe under a terminal, in a folder of its own.
class ProbeTestCase: XCTestCase {
  private(set) var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("line-editor-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: folder)
  }

  var historyFile: URL { folder.appendingPathComponent("state/history.jsonl") }

  static var probe: String {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0])
    return tests.deletingLastPathComponent().appendingPathComponent("line-editor-probe").path
  }

  /// A probe that has shown its prompt.
  func start(
    columns: Int = 80, rows: Int = 24, environment: [String: String] = [:],
    file: StaticString = #filePath, line: UInt = #line
  ) throws -> Pseudoterminal {
    let terminal = try Pseudoterminal(
      executable: Self.probe, environment: settings(environment), columns: columns, rows: rows)
    XCTAssertTrue(terminal.waitFor("pts>"), "no prompt", file: file, line: line)
    return terminal
  }

  private func settings(_ more: [String: String]) -> [String: String] {
    // Swift's own crash reporter would ask the terminal whether to go on.
    let own = [
      "PROBE_HISTORY": historyFile.path, "HOME": folder.path, "SWIFT_BACKTRACE": "enable=no",
    ]
    return own.merging(more) { $1 }
  }

  func assertShows(
    _ terminal: Pseudoterminal, _ text: String, file: StaticString = #filePath, line: UInt = #line
  ) {
    guard !terminal.waitFor(text) else { return }
    XCTFail(
      "the screen lacks \(text.debugDescription):\n\(terminal.screen.text)", file: file, line: line)
  }

  /// Waits for a state of the screen, and shows the screen where it doesn't come.
  func assertScreen(
    _ terminal: Pseudoterminal, file: StaticString = #filePath, line: UInt = #line,
    _ condition: (Screen) -> Bool
  ) {
    guard !terminal.wait(until: condition) else { return }
    let screen = terminal.screen
    XCTFail(
      "cursor \(screen.cursorRow),\(screen.cursorColumn) on:\n\(screen.text)", file: file,
      line: line)
  }

  /// Types a cell of one row and waits until it was taken and the next prompt reads.
  func submit(
    _ terminal: Pseudoterminal, _ text: String, file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertTrue(terminal.waitUntilReading(), file: file, line: line)
    terminal.send(text + Key.enter)
    assertScreen(terminal, file: file, line: line) {
      $0.text.hasSuffix("cell: \"\(text)\"\npts>") && $0.modes.contains("?2004")
    }
  }

  /// Leaves by ^D and checks that the terminal is as it was found.
  func leave(
    _ terminal: Pseudoterminal, file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertTrue(terminal.waitUntilReading(), file: file, line: line)
    terminal.send("\u{4}")
    XCTAssertEqual(terminal.waitForExit(), 0, file: file, line: line)
    XCTAssertEqual(terminal.screen.unknown, [], file: file, line: line)
    XCTAssertEqual(terminal.screen.modes, ["?7", "?25"], file: file, line: line)
  }
}

/// Keys by their names.
enum Key {
  static let enter = "\r"
  static let altEnter = "\u{1B}\r"
  static let tab = "\t"
  static let up = "\u{1B}[A"
  static let down = "\u{1B}[B"
  static let right = "\u{1B}[C"
  static let left = "\u{1B}[D"
  static let backspace = "\u{7F}"
  static func control(_ letter: Character) -> String {
    String(UnicodeScalar(letter.asciiValue! & 0x1F))
  }
}
