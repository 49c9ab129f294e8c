import Foundation
import XCTest

/// What a fault that kills the process leaves: all that was printed, one line, status 70.
final class FaultTests: ProgramTestCase {
  private let bug = "This is a bug in pts; please report it with the script that led to it.\n"

  func testTheProgramWritesWhatItPrinted() throws {
    try write(
      """
      for index in 0..3000 { print("line \\(index)") }
      write_text("printed", "")
      while true { }
      """, to: "crash.pts")
    let mark = folder.appendingPathComponent("printed")
    let expected = (0..<3000).map { "line \($0)\n" }.joined()
    for number in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] {
      try? FileManager.default.removeItem(at: mark)
      let result = try run(
        ["crash.pts"], signal: number,
        interruptWhen: { _ in FileManager.default.fileExists(atPath: mark.path) })
      XCTAssertEqual(result.status, 70, "signal \(number)")
      XCTAssertEqual(result.output, expected, "signal \(number)")
      XCTAssertTrue(result.error.hasPrefix("error: pts crashed: "), result.error)
      XCTAssertTrue(result.error.hasSuffix("sent by process \(getpid())). " + bug), result.error)
      XCTAssertEqual(result.error.filter { $0 == "\n" }.count, 1, result.error)
    }
  }

  func testTheTerminalIsRestored() throws {
    let terminal = try startShell()
    XCTAssertTrue(terminal.waitUntilReading(20))
    XCTAssertFalse(terminal.isCooked)
    terminal.signal(SIGSEGV)
    XCTAssertEqual(terminal.waitForExit(20), 70)
    XCTAssertTrue(terminal.isCooked)
    XCTAssertTrue(terminal.screen.text.contains("pts crashed"), terminal.screen.text)
  }

  /// Faults of the process's own, on its first thread, on others and where no stack is left.
  func testFaultsOfItsOwn() throws {
    for (kind, meaning, text) in [
      ("memory", "an invalid memory access (SIGSEGV)", ""),
      ("trap", "a check of its own failed (SIG", "the reason why"),
      ("abort", "it gave up (SIGABRT)", ""),
      ("overflow", "its stack overflowed (SIGSEGV)", ""),
      ("pool", "its stack overflowed (SIGSEGV)", ""),
    ] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Self.program).deletingLastPathComponent()
        .appendingPathComponent("fault-probe")
      process.arguments = [kind]
      process.environment = environment
      let (output, error) = (Pipe(), Pipe())
      process.standardOutput = output
      process.standardError = error
      try process.run()
      let printed = String(
        decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      let said = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      XCTAssertEqual(process.terminationReason, .exit, kind)
      XCTAssertEqual(process.terminationStatus, 70, kind)
      XCTAssertEqual(printed, String(repeating: "kept ", count: 2000), kind)
      XCTAssertTrue(said.contains("error: pts crashed: \(meaning)"), "\(kind): \(said)")
      XCTAssertTrue(said.hasSuffix(bug), "\(kind): \(said)")
      XCTAssertTrue(text.isEmpty || said.contains(text), "\(kind): \(said)")
    }
  }
}
