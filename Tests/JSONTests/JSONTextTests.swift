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
}
