import Foundation
import JSON
import XCTest

final class JSONTextTests: XCTestCase {
  func testEveryTextIsReadBackAsItWas() throws {
    let controls = String(String.UnicodeScalarView((UInt8(0)..<0x80).map { Unicode.Scalar($0) }))
    for text in ["", controls, "é e\u{301} 日本 👩‍👩‍👧‍👦 \u{2028}\u{10FFFF}"] {
      let read = try JSONValue(parsing: Data(JSONText.quoted(text).utf8))
      XCTAssertEqual(read.bytes, Array(text.utf8))
    }
    XCTAssertEqual(JSONText.quoted("\"\\\n\u{1}"), #""\"\\\n\u0001""#)
  }

  func testCompactTextIsReadBackAsTheSameValue() throws {
    let value = JSONValue.record([
      "a\"b": .array([.integer(-3), .double(0.1), .double(1e300), .bool(true), .null]),
      "empty": .object([]), "text": .text("line\nü \u{1}"),
    ])
    XCTAssertEqual(
      value.compact,
      #"{"a\"b":[-3,0.1,1e+300,true,null],"empty":{},"text":"line\nü \u0001"}"#)
    XCTAssertEqual(try JSONValue(parsing: Array(value.compact.utf8)), value)
    XCTAssertEqual(JSONValue.array([.double(.nan), .double(.infinity)]).compact, "[null,null]")
  }
}
