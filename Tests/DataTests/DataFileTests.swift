import Data
import Foundation
import XCTest

/// What the readers make of honest files.
final class DataFileTests: XCTestCase {
  private let folder = TemporaryFolder()

  private func rows(
    _ name: String, _ text: String, _ dialect: DataFile.Dialect = .init(), limit: Int? = nil
  ) throws -> [[String]] {
    let file = try DataFile(folder.write(text, to: name), dialect: dialect, limit: limit)
    XCTAssertEqual(file.rows.map(\.index), Array(file.rows.indices))
    return [file.columns] + file.rows.map { row in file.columns.map { row.fields[$0] ?? "-" } }
  }

  func testTables() throws {
    let table = [["review", "mood"], ["good, \"really\"\nso", "happy"], ["", "ängstlich 🙂"]]
    let quoted = "\"good, \"\"really\"\"\nso\""
    for end in ["\n", "\r\n", "\r"] {
      for isLastEnded in [true, false] {
        let lines = ["review,mood", "\(quoted),happy", "", ",ängstlich 🙂"]
        let text = lines.joined(separator: end) + (isLastEnded ? end : "")
        XCTAssertEqual(try rows("a.csv", text), table)
        XCTAssertEqual(try rows("a.CSV", "\u{FEFF}" + text), table)
        let tabbed = text.replacingOccurrences(of: ",", with: "\t")
          .replacingOccurrences(of: "good\t", with: "good,")
        XCTAssertEqual(try rows("a.tsv", tabbed, .init(quotes: true)), table)
        let semicolons = text.replacingOccurrences(of: ",", with: ";")
          .replacingOccurrences(of: "good;", with: "good,")
        XCTAssertEqual(try rows("a.csv", semicolons, .init(separator: UInt8(ascii: ";"))), table)
      }
    }
    XCTAssertEqual(try rows("c.csv", "a\n\"\"\n\"\"\"\"\n"), [["a"], [""], ["\""]])
  }

  /// As pandas reads them: with `quoting=csv.QUOTE_NONE` where there are none.
  func testQuotes() throws {
    let lines = "a\tb\r\n\"Hello\tx\r\nit's 5\" long\t\"y\"\n\"\"\t\"\n"
    XCTAssertEqual(
      try rows("a.tsv", lines),
      [["a", "b"], ["\"Hello", "x"], ["it's 5\" long", "\"y\""], ["\"\"", "\""]])
    XCTAssertEqual(
      try rows("a.csv", "\"a,b\n\"x,y\n", .init(quotes: false)), [["\"a", "b"], ["\"x", "y"]])
    for (name, separator) in [("a.csv", ","), ("a.tsv", "\t")] {
      let text = "a,b\n5\" pipe,say \"x\"\n\"q\",\n".replacingOccurrences(of: ",", with: separator)
      XCTAssertEqual(
        try rows(name, text, .init(quotes: true)),
        [["a", "b"], ["5\" pipe", "say \"x\""], ["q", ""]])
    }
  }

  /// An index that pandas wrote makes equal rows differ, and nothing can ask for it.
  func testColumnsWithoutNamesAreLeftOut() throws {
    let plain = [["a", "b"], ["x", "y"]]
    XCTAssertEqual(try rows("a.csv", ",a,b\n0,x,y\n"), plain)
    XCTAssertEqual(try rows("a.csv", "\"\",\"a\",\"b\"\n\"1\",\"x\",\"y\"\n"), plain)
    XCTAssertEqual(try rows("a.csv", "Unnamed: 0,a,Unnamed: 2,b, \n7,x,,y,z\n"), plain)
    XCTAssertEqual(try rows("a.tsv", "\ta\tb\n0\tx\ty\n"), plain)
    XCTAssertEqual(try rows("a.jsonl", #"{"": 0, "a": "x", "b": "y"}"#), plain)
  }

  func testUnevenRecords() throws {
    let file = try DataFile(
      folder.write(
        #"{"a": "x", "tags": [1], "m": {"n": 1}}"# + "\n" + #"{"b": 2, "tags": "t"}"#, to: "a.jsonl"
      ))
    XCTAssertEqual(file.columns, ["a", "tags", "m", "b"])
    XCTAssertEqual(file.rows.map(\.fields), [["a": "x"], ["b": "2", "tags": "t"]])
    XCTAssertEqual(file.rows.map(\.nested), [["tags": "a list", "m": "a record"], [:]])
  }

  /// What `gzip` makes of `a,b\n1,2\n` and of `3,"4\n"\n`, and of both one after the other.
  func testCompressedFiles() throws {
    let one = Self.bytes("H4sIAAAAAAAAA0vUSeIy1DHiAgB7B5cKCAAAAA==")
    let two = Self.bytes("H4sIAAAAAAAAAzPWUTLhUuICAIacMfoHAAAA")
    let file = try DataFile(folder.write(one + two + [0, 0], to: "a.csv.gz"))
    XCTAssertEqual(file.columns, ["a", "b"])
    XCTAssertEqual(file.rows.map(\.fields), [["a": "1", "b": "2"], ["a": "3", "b": "4\n"]])
    XCTAssertEqual(file.rows.map { "\($0.origin)" }, ["a.csv.gz:2", "a.csv.gz:3"])
    for count in 3..<(one + two).count where count != one.count {
      XCTAssertThrowsError(
        try DataFile(folder.write(Array((one + two).prefix(count)), to: "a.csv.gz")), "\(count)")
    }
    // A flipped bit is found by the checksum or before, but for those that mean nothing.
    var found = 0
    for index in one.indices {
      var damaged = one
      damaged[index] ^= 0x10
      do {
        let read = try DataFile(folder.write(damaged, to: "a.csv.gz"))
        XCTAssertEqual(read.rows.map(\.fields), [["a": "1", "b": "2"]], "\(index)")
      } catch is DataFileError {
        found += 1
      }
    }
    XCTAssertGreaterThan(found, 20)
  }

  private static func bytes(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64)!) }

  func testRecords() throws {
    let records = [
      #"{"text": "a \"b\"\n\u00e9", "n": 1.50, "ok": true, "none": null}"#,
      #"{"n":12345678901234567890 ,"ok":false, "none":"","text":"}]" }"#,
      #"  {"none": "x", "text": "", "n": -7, "ok": "true"}"#,
    ]
    let table = [
      ["text", "n", "ok", "none"], ["a \"b\"\né", "1.50", "true", ""],
      ["}]", "12345678901234567890", "false", ""], ["", "-7", "true", "x"],
    ]
    XCTAssertEqual(try rows("a.jsonl", records.joined(separator: "\r\n\n")), table)
    XCTAssertEqual(try rows("a.json", " [\(records.joined(separator: " ,\n"))] \n"), table)
  }

  /// A row is named by the line on which it begins, whatever its fields hold; the name isn't part
  /// of it.
  func testRowsAreNamedByTheirLines() throws {
    let texts = [
      ("a.csv", "\u{FEFF}\na,b\n\"x\n\ny\",1\n\n\"x\",2\nz,3", [3, 7, 8]),
      ("a.csv", "\r\na,b\r\n\"x\r\n\r\ny\",1\r\n\r\n\"x\",2\r\nz,3", [3, 7, 8]),
      ("a.csv", "\ra,b\r\"x\r\ry\",1\r\r\"x\",2\rz,3", [3, 7, 8]),
      ("a.jsonl", "\n\n{\"a\":1}\n\n\n{\"a\":2}\n{\"a\":3}", [3, 6, 7]),
      ("a.json", "[\n\n {\"a\":\n1}\n,\n{\"a\":2},\n{\"a\":3}]", [3, 6, 7]),
    ]
    for (name, text, lines) in texts {
      let file = try DataFile(folder.write(text, to: name), name: "in/\(name)")
      XCTAssertEqual(file.rows.map { "\($0.origin)" }, lines.map { "in/\(name):\($0)" }, text)
      let row = file.rows[0]
      XCTAssertEqual(row, DataRow(index: 0, fields: row.fields))
      XCTAssertEqual(Set([row, DataRow(index: 0, fields: row.fields)]).count, 1)
    }
  }

  func testLimitStopsReading() throws {
    // What is beyond the limit is broken, and never looked at.
    XCTAssertEqual(try rows("a.csv", "a,b\n1,2\n3\n", limit: 1).count, 2)
    XCTAssertEqual(try rows("a.jsonl", "{\"a\":1}\n{", limit: 1).count, 2)
    XCTAssertEqual(try rows("a.json", "[{\"a\":1},", limit: 1).count, 2)
  }

  /// Cuts and garbles honest files everywhere: any outcome is fine but a crash or a lost place.
  func testAnyPrefixAndAnyFlippedByte() throws {
    let texts = [
      "a.csv": "a,b\n\"x \"\"y\"\"\",é\n1,2\n",
      "a.json": #"[{"a":"\u00e9\ud83d\ude42","b":1.5e3},{"a":null,"b":[{}]}]"#,
      "a.jsonl": "{\"a\":1.25,\"b\":\"é\"}\n{\"a\":2,\"b\":\"\\n\"}\n",
    ]
    for (name, text) in texts {
      let bytes = Array(text.utf8)
      for index in bytes.indices {
        var variants = [Array(bytes[..<index])]
        for byte in [0, 0x22, 0x5C, 0x7B, 0x5D, 0x2C, 0x0A, 0xC3, 0xFF] as [UInt8] {
          var garbled = bytes
          garbled[index] = byte
          variants.append(garbled)
        }
        for variant in variants {
          do {
            let file = try DataFile(folder.write(variant, to: name))
            XCTAssertFalse(file.rows.isEmpty)
          } catch let error as DataFileError {
            XCTAssertLessThanOrEqual(error.line ?? 0, 5, "\(error)")
          }
        }
      }
    }
  }
}

/// A folder that goes with the test.
final class TemporaryFolder: Sendable {
  let url: URL

  init() {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-\(UUID().uuidString)")
    try! FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws -> URL {
    try write(Array(text.utf8), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws -> URL {
    let file = url.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    return file
  }
}
