import Foundation
import Pseudoterminal
import XCTest

/// Runs the real program, in a folder of its own with data and a run store that are thrown away.
class ProgramTestCase: XCTestCase {
  private(set) var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var rows = ["review,mood"]
    for row in 0..<40 {
      rows.append("film \(row) was \(row % 2 == 0 ? "fine,glad" : "awful,sad")")
    }
    try write(rows.joined(separator: "\n") + "\n", to: "reviews.csv")
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: folder)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  static var program: String {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("pts").path
  }

  /// A model of a few thousand weights.
  static var model: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/models/tiny").path
  }

  /// Declarations that a run needs.
  static var declarations: String {
    """
    model lm { from: "\(model)" }
    dataset reviews { from: "reviews.csv", input: "review", target: "mood", seed: 1 }
    prompt soft { template: "Review: {review} Mood: {mood}", soft: 4 }

    """
  }

  var environment: [String: String] {
    // Swift's own crash reporter would ask the terminal whether to go on. No test asks the real hub.
    [
      "HF_HOME": folder.appendingPathComponent("huggingface").path, "HF_HUB_OFFLINE": "1",
      "HF_HUB_CACHE": "", "HUGGINGFACE_HUB_CACHE": "", "HF_TOKEN": "", "HF_TOKEN_PATH": "",
      "PTS_HOME": folder.appendingPathComponent("home").path, "HOME": folder.path,
      "SWIFT_BACKTRACE": "enable=no", "PAGER": "cat",
    ]
  }

  // MARK: Through pipes

  struct Output: Equatable {
    var output: String
    var error: String
    var status: Int32
  }

  /// What a command of bash does with the program, its `$0`, and other words, `$1` and so on.
  func shell(_ command: String, _ words: String...) throws -> Output {
    try run(["-c", command, Self.program] + words, program: "/bin/bash")
  }

  func run(
    _ arguments: [String], input: String? = nil, environment more: [String: String] = [:],
    program: String? = nil, signal: Int32 = SIGINT,
    interruptWhen condition: ((String) -> Bool)? = nil
  ) throws -> Output {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program ?? Self.program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment
      .filter { !["COLUMNS", "TERM", "PTS_THREADS"].contains($0.key) }
      .merging(environment) { $1 }.merging(more) { $1 }
    let streams = try ["out", "err"].map { name in
      let url = folder.appendingPathComponent(".\(name)")
      try Data().write(to: url)
      return (url, try FileHandle(forWritingTo: url))
    }
    process.standardOutput = streams[0].1
    process.standardError = streams[1].1
    if let input {
      let url = folder.appendingPathComponent(".in")
      try Data(input.utf8).write(to: url)
      process.standardInput = try FileHandle(forReadingFrom: url)
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    try process.run()
    func text(_ index: Int) -> String {
      (try? String(contentsOf: streams[index].0, encoding: .utf8)) ?? ""
    }
    if let condition {
      let end = Date().addingTimeInterval(60)
      while !condition(text(0) + text(1)), Date() < end, process.isRunning { usleep(20_000) }
      if process.isRunning { kill(process.processIdentifier, signal) }
    }
    process.waitUntilExit()
    let status =
      process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
    return Output(output: text(0), error: text(1), status: status)
  }

  // MARK: At a terminal

  /// The shell, or what the arguments ask for, with its first prompt shown.
  func startShell(
    _ arguments: [String] = [], columns: Int = 80, rows: Int = 30, prompt: String = "[1]",
    environment more: [String: String] = [:], file: StaticString = #filePath, line: UInt = #line
  ) throws -> Pseudoterminal {
    let terminal = try Pseudoterminal(
      executable: Self.program, arguments: arguments,
      environment: environment.merging(more) { $1 }, directory: folder.path, columns: columns,
      rows: rows)
    assertScreen(terminal, file: file, line: line) { $0.text.contains(prompt) }
    return terminal
  }

  func assertScreen(
    _ terminal: Pseudoterminal, _ seconds: Double = 20, file: StaticString = #filePath,
    line: UInt = #line, _ condition: (Screen) -> Bool
  ) {
    guard !terminal.wait(seconds, until: condition) else { return }
    XCTFail("the screen is:\n\(terminal.screen.text)", file: file, line: line)
  }

  /// Types a cell and waits until the prompt of cell `next` reads.
  func submit(
    _ terminal: Pseudoterminal, _ text: String, next: Int, file: StaticString = #filePath,
    line: UInt = #line
  ) {
    XCTAssertTrue(terminal.waitUntilReading(20), file: file, line: line)
    let prompt = terminal.screen.cursorRowText
    terminal.send(text)
    assertScreen(terminal, file: file, line: line) { $0.cursorRowText != prompt }
    terminal.send(Key.enter)
    assertScreen(terminal, file: file, line: line) {
      $0.cursorRowText == "[\(next)]" && $0.modes.contains("?2004")
    }
  }

  /// Gives up what is typed; the prompt of cell `next` reads again.
  func interrupt(
    _ terminal: Pseudoterminal, next: Int, file: StaticString = #filePath, line: UInt = #line
  ) {
    terminal.send(Key.interrupt)
    assertScreen(terminal, file: file, line: line) {
      $0.cursorRowText == "[\(next)]" && $0.modes.contains("?2004")
    }
  }

  /// Leaves by ^D and checks that the terminal is as it was found.
  func leave(_ terminal: Pseudoterminal, file: StaticString = #filePath, line: UInt = #line) {
    XCTAssertTrue(terminal.waitUntilReading(20), file: file, line: line)
    terminal.send("\u{4}")
    XCTAssertEqual(terminal.waitForExit(20), 0, file: file, line: line)
    XCTAssertEqual(terminal.screen.unknown, [], file: file, line: line)
    XCTAssertTrue(terminal.isCooked, file: file, line: line)
  }
}

/// Keys by their names.
enum Key {
  static let right = "\u{1B}[C"
  static let enter = "\r"
  static let altEnter = "\u{1B}\r"
  static let tab = "\t"
  static let up = "\u{1B}[A"
  static let interrupt = "\u{3}"
}
