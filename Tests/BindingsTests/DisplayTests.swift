import Bindings
import Figures
import Script
import TextWidth
import XCTest

final class DisplayTests: XCTestCase {
  private func text(_ value: Value, width: Int = 40) -> String? {
    Figure(value).map { TerminalDrawer(Terminal(width: width)).draw($0) }
  }

  private func numbers(_ count: Int) -> Value { .list((0..<count).map { .number(Double($0) / 3) }) }

  func testShortValuesAreSource() {
    XCTAssertNil(text(.none))
    XCTAssertEqual(text(.string("a\"b\n")), "\"a\\\"b\\n\"")
    XCTAssertEqual(text(.number(0.1 + 0.2)), "0.30000000000000004")
    XCTAssertEqual(text(.list([.number(1), .string("x")])), "[1, \"x\"]")
    XCTAssertEqual(
      text(.record(Record([("a", .number(1)), ("b c", .none)]))), "{a: 1, \"b c\": none}")
  }

  func testLongListsKeepToTheWindow() throws {
    for width in [20, 40, 79] {
      for count in [1, 30, 5_000, 200_000] {
        let lines = try XCTUnwrap(text(numbers(count), width: width)).split(separator: "\n")
        XCTAssertLessThanOrEqual(lines.count, 40)
        for line in lines { XCTAssertLessThanOrEqual(DisplayWidth.of(line), width, "\(line)") }
      }
    }
  }

  func testWhatIsCutIsCounted() throws {
    let lines = try XCTUnwrap(text(numbers(1000))).split(separator: "\n")
    let shown = lines.dropLast().joined(separator: " ").split(separator: ",").count
    XCTAssertEqual(String(try XCTUnwrap(lines.last)), "… \(1000 - shown) more items")
  }

  func testRecordsOfOneShapeAreATable() throws {
    let rows = (1...3).map { step in
      Value.record(Record([("step", .number(Double(step))), ("name", .string("r\(step)"))]))
    }
    let lines = try XCTUnwrap(text(.list(rows))).split(separator: "\n")
    XCTAssertEqual(lines.count, 5)
    XCTAssertTrue(lines[0].contains("step") && lines[0].contains("name"))
    // Another shape among them makes it a list again.
    XCTAssertTrue(try XCTUnwrap(text(.list(rows + [.number(1)]))).hasPrefix("["))
  }

  func testControlCharactersAreNeverSent() throws {
    let value = Value.string("\u{1B}[31m" + String(repeating: "x", count: 100) + "\u{7}")
    for value in [value, .list([value]), .record(Record([("k", value)]))] {
      let shown = try XCTUnwrap(text(value))
      XCTAssertFalse(shown.contains("\u{1B}") || shown.contains("\u{7}"))
    }
  }
}
