import Foundation
import LineEditor
import XCTest

final class LayoutTests: XCTestCase {
  func testDisplayWidths() {
    let widths: [(String, Int)] = [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("🎉", 2), ("👨‍👩‍👧", 2), ("🇪🇸", 2),
      ("❤️", 2), ("ｱ", 1), ("\u{200B}", 0), ("▁▂█", 3), ("⣿", 1),
    ]
    for (text, width) in widths {
      XCTAssertEqual(TerminalWidth.of(text), width, text.debugDescription)
    }
  }

  func testCuttingAndPadding() {
    XCTAssertEqual(TerminalWidth.truncated("abcdef", to: 6), "abcdef")
    XCTAssertEqual(TerminalWidth.truncated("abcdef", to: 4), "abc…")
    XCTAssertEqual(TerminalWidth.truncated("日本語", to: 4), "日…")
    XCTAssertEqual(TerminalWidth.truncated("日本語", to: 5), "日本…")
    XCTAssertEqual(TerminalWidth.truncated("ab", to: 1), "…")
    XCTAssertEqual(TerminalWidth.truncated("ab", to: 0), "")
    XCTAssertEqual(TerminalWidth.padded("日", to: 4), "日  ")
    XCTAssertEqual(TerminalWidth.padded("abc", to: 2), "abc")
  }
}
