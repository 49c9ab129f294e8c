import Data
import Foundation
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
      "a.csv:3:3: the quote that opens here is never closed; close it, or write `quotes: false` "
        + "if quotes are plain text")
    try check(
      "a.csv", "a,b\n1, \"x\"\n",
      "a.csv:2:3: a blank before the quote that opens a field; take the blank out, or write "
        + "`quotes: false` if quotes are plain text")
    try check(
      "a.csv", "a,b\n\"x\"y,2\n",
      "a.csv:2:4: text after the closing quote of a field; double a quote that belongs to the "
        + "text: \"\", or write `quotes: false` if quotes are plain text")
    try check(
      "a.tsv", "a\tb\n\"x\ty\"\t2\n",
      "a.tsv:2:1: this record has 3 fields, the header names 2; if fields in quotes hold "
        + "separators or line breaks, write `quotes: true`")
    try check(
      "a.csv", "a,b,a\n1,2,3\n",
      "a.csv:1:5: column `a` appears twice; give each column a name of its own")
    try check(
      "a.csv", ", ,Unnamed: 3\n1,2,3\n",
      "a.csv:1:1: column 1 has no name; name it, or take the column out")
    try check(
      "a.csv", "a;b\n1;2\n",
      "a.csv:1:1: the header is one column with semicolons in it; write `separator: \";\"`")
    try check(
      "a.csv", "a\tb\n1\t2\n",
      "a.csv:1:1: the header is one column with tabs in it; name the file .tsv, or write "
        + "`separator: \"\\t\"`")
    try check(
      "a.tsv", "a,b\n1,2\n",
      "a.tsv:1:1: the header is one column with commas in it; name the file .csv, or write "
        + "`separator: \",\"`")
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
      "a.json:2:2: a number where a record should be; write {\"column\": \"text\", …}")
    try check(
      "a.json", "[{\"a\": 1},\n{\"a\": 2},]",
      "a.json:2:10: unexpected `]` in JSON; is there a comma before it that should go?")
    try check(
      "a.json", "[{\"a\": 1}\n{\"a\": 2}]", "a.json:2:1: unexpected `{` in JSON")
    try check(
      "a.json", "[{\"a\": 1}] x",
      "a.json:1:12: more text after the JSON value; in a .jsonl file "
        + "a record ends with its line")
    try check(
      "a.json", "[{\"a\": \"x",
      "a.json:1:10: the JSON text ends too early; is a closing bracket or quote missing?")
    try check(
      "a.json", "hello", "a.json:1:1: unexpected `h` in JSON")
    try check(
      "a.jsonl", "{\"a\": 1}\n{'a': 2}\n",
      "a.jsonl:2:2: unexpected `'` in JSON; JSON's strings need double quotes")
    try check(
      "a.jsonl", "{\"a\": NaN}\n",
      "a.jsonl:1:7: unexpected `N` in JSON; JSON has no NaN or Infinity; write null")
    try check(
      "a.jsonl", "[{\"a\": 1}]\n",
      "a.jsonl:1:1: a list where a record should be; write {\"column\": \"text\", …}")
    try check(
      "a.jsonl", "{\"a\": 1, \"a\": 2}\n",
      "a.jsonl:1:1: column `a` appears twice; give each column a name of its own")
    try check(
      "a.jsonl", "{}\n",
      "a.jsonl:1:1: an empty record where a record should be; write {\"column\": \"text\", …}")
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
      "a.xlsx", "PK",
      "a.xlsx: `.xlsx` files can't be read; save the sheet as .csv, or convert it in Python: "
        + "pandas.read_excel(\"a.xlsx\").to_csv(\"a.csv\", index=False)")
    try check(
      "reviews", "a\n1",
      "reviews: has no extension that says its format; known are .csv, .tsv, .jsonl and .json, "
        + "each also with .gz")
    try check(
      "a.parquet", "PAR1",
      "a.parquet: `.parquet` files can't be read; convert it in Python: "
        + "pandas.read_parquet(\"a.parquet\").to_csv(\"a.csv\", index=False)")
  }

  func testCompressedFiles() throws {
    try check("a.csv.gz", "", "a.csv.gz: the file is empty")
    try check(
      "a.csv.gz", "a,b\n1,2\n",
      "a.csv.gz: the file isn't compressed with gzip; take .gz out of its name")
    try check(
      "a.csv", [0x1F, 0x8B, 8, 0],
      "a.csv: the file is compressed with gzip; let its name end in .gz")
    try check(
      "a.gz", [0x1F, 0x8B, 8, 0],
      "a.gz: `.gz` files can't be read; name the format before .gz: reviews.csv.gz")
    try check(
      "a.csv.gz", [0x1F, 0x8B, 8, 0],
      "a.csv.gz: the compressed data ends too early; is the download or the copy complete?")
    try check(
      "a.csv.gz", [0x1F, 0x8B, 7] + [UInt8](repeating: 0, count: 20),
      "a.csv.gz: the compressed data is damaged; `gzip -t` checks a file; fetch it again")
    // 600 MB of one letter in a file of 4 MB: stopped at the bound.
    try check(
      "bomb.csv.gz", Self.bomb(),
      "bomb.csv.gz: the file expands to more than 512 MB; decompress it and split it into "
        + "smaller files")
  }

  /// A stored header, then deflate's longest copies of the byte before.
  private static func bomb() -> [UInt8] {
    // Fixed codes: the literal `a`, then lengths of 258 at distance 1, each 8 + 5 bits.
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var (word, count) = (UInt64(0), 0)
    func put(_ bits: UInt64, _ width: Int) {
      word |= bits << count
      count += width
      while count >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: word))
        word >>= 8
        count -= 8
      }
    }
    put(0b011, 3)
    put(0b1000_1001, 8)
    for _ in 0..<(600 << 20) / 258 { put(0b00000_1010_0011, 13) }
    return bytes + [UInt8](repeating: 0, count: 16)
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
      "a.csv:2:3: the quote that opens here is never closed; close it, or write `quotes: false` "
        + "if quotes are plain text")
    try check(
      "a.jsonl", Array("{\"a\": \"".utf8) + letters,
      "a.jsonl:1:1: a record longer than 16 MB; \(long)")
    try check(
      "a.json", Array("[{\"a\": \"".utf8) + letters,
      "a.json:1:2: a record longer than 16 MB; \(long)")
    XCTAssertLessThan(ContinuousClock.now - started, .seconds(30))
  }
}
