import XCTest

/// Faults of scripts on the real program: many at once, caught ones, and what no `try` catches.
final class ScriptFaultTests: ProgramTestCase {
  func testOfManyFaultsTheFirstAreShown() throws {
    try write((0..<2900).map { "print(unknown_\($0))" }.joined(separator: "\n"), to: "many.pts")
    let result = try run(["check", "many.pts"])
    XCTAssertEqual(result.status, 1)
    XCTAssertTrue(result.error.contains("unknown_19`"), result.error)
    XCTAssertFalse(result.error.contains("unknown_20`"), result.error)
    XCTAssertTrue(result.error.hasSuffix("\n… and 2,880 more\n"), String(result.error.suffix(200)))
  }

  func testAnInterruptIsNotCaught() throws {
    try write(
      """
      print("started")
      try { while true { } } catch e { print("caught") }
      print("after")
      """, to: "endless.pts")
    let result = try run(["endless.pts"], interruptWhen: { $0.contains("started") })
    XCTAssertEqual(result.status, 130)
    XCTAssertEqual(result.output, "started\n")
  }

  func testAnExitIsNotCaught() throws {
    let result = try run(["-e", "try { exit(3) } catch { print(\"caught\") }"])
    XCTAssertEqual(result.status, 3)
    XCTAssertEqual(result.output, "")
  }

  func testAFileIsUsedOnceByWhateverName() throws {
    try write("print(\"once\")\nlet shared = 1\n", to: "a.pts")
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent("link.pts"),
      withDestinationURL: folder.appendingPathComponent("a.pts"))
    try write("use \"a.pts\"\nuse \"./a.pts\"\nuse \"link.pts\"\nprint(shared)\n", to: "b.pts")
    let result = try run(["b.pts"])
    XCTAssertEqual(result.output, "once\n1\n", result.error)
  }

  /// Text that was quadratic to read: each is twice as long as it takes long, not four times.
  func testOddTextsAreReadInLinearTime() throws {
    for text in ["{", "hyper h {\n", "f(", "- 1\n"] {
      func seconds(_ count: Int) throws -> Double {
        try write(String(repeating: text, count: count), to: "long.pts")
        let start = Date()
        XCTAssertEqual(try run(["check", "long.pts"]).status, 1)
        return Date().timeIntervalSince(start)
      }
      let short = try seconds(4000)
      XCTAssertLessThan(try seconds(16_000), 10 * short + 1, text)
    }
  }
}
