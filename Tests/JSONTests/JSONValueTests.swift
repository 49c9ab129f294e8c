import Foundation
import JSON
import XCTest

final class JSONValueTests: XCTestCase {
  func testValues() throws {
    let json = try JSONValue(
      parsing: Data(
        #"{"b": [1, -0, 1.5, 1e3, 9223372036854775807, 9223372036854775808], "a": "x\u00e9\ud83d\ude00\n\/", "n": null, "t": true, "b2": {}}"#
          .utf8))
    XCTAssertEqual(json.object?.map(\.name), ["b", "a", "n", "t", "b2"])
    XCTAssertEqual(
      json["b"],
      .array([
        .integer(1), .double(-0.0), .double(1.5), .double(1000), .integer(.max),
        .double(9_223_372_036_854_775_808),
      ]))
    XCTAssertEqual(json["b"]?.array?[3].int, 1000)
    XCTAssertEqual(json["b"]?.array?[1].double?.sign, .minus)
    XCTAssertNil(json["b"]?.array?[2].int)
    XCTAssertEqual(json["a"]?.string, "xé😀\n/")
    XCTAssertEqual(json["n"], .null)
    XCTAssertEqual(json["t"]?.bool, true)
    XCTAssertNil(json["missing"])
  }

  func testKeysThatAreCanonicallyEqualStayApart() throws {
    let json = try JSONValue(parsing: Data("{\"\u{E9}\": 1, \"e\u{301}\": 2}".utf8))
    XCTAssertEqual(json["\u{E9}"], .integer(1))
    XCTAssertEqual(json["e\u{301}"], .integer(2))
  }

  func testFaults() {
    let cases: [(String, JSONFault.Problem, Int)] = [
      ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("nul", .unexpectedEnd, 3),
      ("nulx", .unexpectedByte(0x78), 3), ("1 2", .trailingText, 2), ("01", .invalidNumber, 0),
      ("-01", .invalidNumber, 0), ("1.", .unexpectedEnd, 2), ("-", .unexpectedEnd, 1),
      ("1e999", .invalidNumber, 0), (".5", .unexpectedByte(0x2E), 0),
      ("[1,]", .unexpectedByte(0x5D), 3),
      ("{\"a\":1,}", .unexpectedByte(0x7D), 7), ("{a:1}", .unexpectedByte(0x61), 1),
      ("{\"a\" 1}", .unexpectedByte(0x31), 5), ("\"\\q\"", .invalidEscape, 1),
      ("\"\\u12G4\"", .invalidEscape, 5), ("\"\\udc00\"", .loneSurrogate, 1),
      ("\"\\ud800\\u0041\"", .loneSurrogate, 1), ("\"\n\"", .controlCharacter, 1),
      ("\"abc", .unexpectedEnd, 4), ("NaN", .unexpectedByte(0x4E), 0),
    ]
    for (text, problem, offset) in cases {
      do {
        _ = try JSONValue(parsing: Data(text.utf8))
        XCTFail("no fault in \(text)")
      } catch {
        XCTAssertEqual(error.problem, problem, text)
        XCTAssertEqual(error.offset, offset, text)
      }
    }
  }

  func testDepth() throws {
    func nested(_ depth: Int) -> Data {
      Data((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    XCTAssertNoThrow(try JSONValue(parsing: nested(512)))
    XCTAssertThrowsError(try JSONValue(parsing: nested(514)))
  }
}
