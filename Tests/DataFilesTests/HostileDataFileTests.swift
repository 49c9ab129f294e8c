import Foundation
import Tuning
import XCTest

/// Broken files, each with the message that it gets.
final class HostileDataFileTests: XCTestCase {
  private let folder = TemporaryFolder()

  private func check(
    _ name: String, _ bytes: [UInt8], _ expected: String, line: UInt = #line
  ) throws {
    let url = try folder.write(bytes, to: name)
    XCTAssertThrowsError(try DataFile(url), name, line: line) { error in
      let message = "\(error)".replacingOccurrences(of: folder.url.path + "/", with: "")
      XCTAssertEqual(message, expected, line: line)
    }
  }

  private func check(_ name: String, _ text: String, _ expected: String, line: UInt = #line) throws
  {
    try check(name, Array(text.utf8), expected, line: line)
  }

  func testTables() throws {
    try check("a.csv", "", "a.csv: the file is empty")
    try check("a.csv", "\u{FEFF}", "a.csv: the file is empty")
    try check("a.csv", "\n\r\n\n", "a.csv: the file is empty")
    try check(
      "a.csv", "a,b\n\n",
      "a.csv: the file has no records; below its column names a table needs a line for each record")
    try check(
      "a.csv", "a,b\n1,2\n\n1,2,3\n",
      "a.csv:4:1: this record has 3 fields, the header names 2; a text with a separator in it "
        + "needs quotes around it")
    try check(
      "a.csv", "a,b\n\"x\ny\",2\n1\n",
      "a.csv:4:1: this record has 1 field, the header names 2; is a field missing, or its line "
        + "broken without quotes?")
    try check(
      "a.csv", "a,b\n1,2\né,\"x\n3,4\n",
      "a.csv:3:3: the quote that opens here is never closed; close it, or double a quote that "
        + "belongs to the text: \"\"")
    try check(
      "a.csv", "a,b\n1,say \"x\"\n",
      "a.csv:2:7: a quote in a field that doesn't begin with one; put the whole field in quotes "
        + "and double those inside: \"a \"\"b\"\"\"")
    try check(
      "a.csv", "a,b\n\"x\"y,2\n",
      "a.csv:2:4: text behind the closing quote of a field; double a quote that belongs to the "
        + "text: \"\"")
    try check(
      "a.csv", "a,b,a\n1,2,3\n",
      "a.csv:1:5: column `a` stands twice; give each column a name of its own")
    try check(
      "a.csv", "a, ,c\n1,2,3\n",
      "a.csv:1:3: column 2 has no name; name it, or take the column out")
    try check(
      "a.csv", "a;b\n1;2\n",
      "a.csv:1:1: the header is one column with semicolons in it; save it with commas between "
        + "the fields")
    try check(
      "a.csv", "a\tb\n1\t2\n",
      "a.csv:1:1: the header is one column with tabs in it; name the file .tsv")
    try check(
      "a.tsv", "a,b\n1,2\n",
      "a.tsv:1:1: the header is one column with commas in it; name the file .csv")
    try check(
      "a.csv", (0...5000).map { "c\($0)" }.joined(separator: ","),
      "a.csv:1:23467: more than 4096 columns; is this a table with its column names in the first "
        + "line?")
  }

  func testEncodings() throws {
    try check(
      "a.csv", Array("a,b\n1,2\nx,caf".utf8) + [0xE9, 0x0A],
      "a.csv:3:6: not UTF-8 at byte 13; save as UTF-8")
    try check(
      "a.jsonl", Array("{\"a\":1}\n{\"a\":\"".utf8) + [0xC3, 0x22, 0x7D],
      "a.jsonl:2:7: not UTF-8 at byte 14; save as UTF-8")
    try check(
      "a.csv", [0xFF, 0xFE, 0x61, 0, 0x0A, 0], "a.csv:1:1: the text is UTF-16; save as UTF-8")
    try check(
      "a.json", [0xFE, 0xFF, 0, 0x5B], "a.json:1:1: the text is UTF-16; save as UTF-8")
    try check(
      "a.csv", Array("a,b\n1,\0\n".utf8),
      "a.csv:2:3: a zero byte in the text; this is no text file, or it isn't saved as UTF-8")
  }

  func testRecords() throws {
    try check(
      "a.json", "[]",
      "a.json: the file has no records; below its column names a table needs a line for each "
        + "record")
    try check("a.json", " \n", "a.json: the file is empty")
    try check(
      "a.json", "{\"a\": 1}\n{\"a\": 2}\n",
      "a.json:1:1: the file holds a record, not a list of records; write [{…}, {…}], or name the "
        + "file .jsonl if each line is a record")
    try check(
      "a.json", "[{\"a\": 1},\n 5]",
      "a.json:2:2: a number where a record should stand; write {\"column\": \"text\", …}")
    try check(
      "a.json", "[{\"a\": 1},\n{\"a\": 2},]",
      "a.json:2:10: unexpected `]` in JSON; is there a comma before it that should go?")
    try check(
      "a.json", "[{\"a\": 1}\n{\"a\": 2}]", "a.json:2:1: unexpected `{` in JSON")
    try check(
      "a.json", "[{\"a\": 1}] x",
      "a.json:1:12: more text behind the JSON value; in a .jsonl file "
        + "a record ends with its line")
    try check(
      "a.json", "[{\"a\": \"x",
      "a.json:1:10: the JSON text ends too early; is a closing bracket or quote missing?")
    try check(
      "a.json", "hello", "a.json:1:1: unexpected `h` in JSON")
    try check(
      "a.jsonl", "{\"a\": 1}\n{'a': 2}\n",
      "a.jsonl:2:2: unexpected `'` in JSON; JSON's strings stand in double quotes")
    try check(
      "a.jsonl", "{\"a\": NaN}\n",
      "a.jsonl:1:7: unexpected `N` in JSON; JSON has no NaN or Infinity; write null")
    try check(
      "a.jsonl", "[{\"a\": 1}]\n",
      "a.jsonl:1:1: a list where a record should stand; write {\"column\": \"text\", …}")
    try check(
      "a.jsonl", "{\"a\": 1}\n{\"b\": 1}\n",
      "a.jsonl:2:1: this record lacks `a` and has `b`, which the first one hasn't; every record "
        + "needs the fields of the first")
    try check(
      "a.jsonl", "{\"a\": 1, \"tags\": [1, 2]}\n",
      "a.jsonl:1:1: field `tags` holds a list; a field is a text, a number, true, false or null")
    try check(
      "a.jsonl", "{\"a\": 1, \"a\": 2}\n",
      "a.jsonl:1:1: column `a` stands twice; give each column a name of its own")
    try check(
      "a.jsonl", "{}\n",
      "a.jsonl:1:1: an empty record where a record should stand; write {\"column\": \"text\", …}")
    try check(
      "a.json", String(repeating: "[", count: 1_000_000),
      "a.json:1:515: nested deeper than 512")
  }

  func testPlaces() throws {
    _ = try folder.write("a\n1", to: "reviews.csv")
    func message(_ name: String) -> String {
      do {
        _ = try DataFile(folder.url.appendingPathComponent(name))
        return "no error"
      } catch {
        return "\(error)".replacingOccurrences(of: folder.url.path, with: "")
      }
    }
    XCTAssertEqual(
      message("review.csv"), "/review.csv: there is no such file; did you mean `reviews.csv`?")
    XCTAssertEqual(message("moods.jsonl"), "/moods.jsonl: there is no such file")
    XCTAssertEqual(message("none/reviews.csv"), "/none/reviews.csv: there is no such file")
    XCTAssertEqual(
      message(""),
      ": this is a folder, not a data file; name one of its files: reviews.csv")
    try check(
      "a.xlsx", "PK", "a.xlsx: `.xlsx` is not a format read here; save the sheet as .csv")
    try check(
      "reviews", "a\n1",
      "reviews: has no extension to tell its format; known are .csv, .tsv, .jsonl and .json")
    try check(
      "a.parquet", "PAR1",
      "a.parquet: `.parquet` is not a format read here; known are .csv, .tsv, .jsonl and .json")
    XCTAssertEqual(mkfifo(folder.url.appendingPathComponent("pipe.csv").path, 0o600), 0)
    XCTAssertEqual(message("pipe.csv"), "/pipe.csv: can't be read: not a regular file")
  }

  /// One line of 100 MB, however it is made, ends in an error soon.
  func testHugeLines() throws {
    let started = ContinuousClock.now
    let size = 100 << 20
    let letters = [UInt8](repeating: 0x61, count: size)
    let fields = [UInt8](repeating: 0x2C, count: size)
    let long = "is a quote or a line break missing before?"
    try check(
      "a.csv", Array("a,b\n1,".utf8) + letters, "a.csv:2:3: field `b` is longer than 16 MB; \(long)"
    )
    try check("a.csv", letters, "a.csv:1:1: field `1` is longer than 16 MB; \(long)")
    try check(
      "a.csv", Array("a,b\n1,2\n".utf8) + fields,
      "a.csv:3:1: this record has \(size + 1) fields, the header names 2; a text with a separator "
        + "in it needs quotes around it")
    try check(
      "a.csv", Array("a,b\n1,\"".utf8) + letters,
      "a.csv:2:3: the quote that opens here is never closed; close it, or double a quote that "
        + "belongs to the text: \"\"")
    try check(
      "a.jsonl", Array("{\"a\": \"".utf8) + letters,
      "a.jsonl:1:1: a record longer than 16 MB; \(long)")
    try check(
      "a.json", Array("[{\"a\": \"".utf8) + letters,
      "a.json:1:2: a record longer than 16 MB; \(long)")
    XCTAssertLessThan(ContinuousClock.now - started, .seconds(30))
  }
}
