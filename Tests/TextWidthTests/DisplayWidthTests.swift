import TextWidth
import XCTest

final class DisplayWidthTests: XCTestCase {
  func testWidthsAsTerminalsDrawThem() {
    let cases: [(String, Int)] = [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("ñandú", 5), ("日本語", 6), ("ｱ", 1),
      ("Ａ", 2), ("한글", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2), ("👍🏽", 2),
      ("👩‍👩‍👧‍👦", 2), ("🇯🇵", 2), ("1️⃣", 2), ("❤️", 2), ("❤", 1), ("☕", 2), ("a\u{200B}b", 2),
      ("क्षि", 2), ("שלום", 4), ("─━█▀⣿…", 6), ("\u{7}\u{1B}", 0), ("\u{AD}", 0), ("🏴‍☠️", 2),
      ("𠮷", 2), ("🫠", 2), ("🇪🇸", 2), ("\u{200B}", 0),
    ]
    for (text, width) in cases {
      XCTAssertEqual(DisplayWidth.of(text), width, "\(text.debugDescription)")
    }
  }

  func testClippingKeepsGraphemesWholeAndNeverExceedsTheWidth() {
    XCTAssertEqual("abcdef".clipped(toWidth: 6), "abcdef")
    XCTAssertEqual("abcdefg".clipped(toWidth: 6), "abcde…")
    XCTAssertEqual("日本語".clipped(toWidth: 5), "日本…")
    XCTAssertEqual("日本語".clipped(toWidth: 4), "日…")
    XCTAssertEqual("e\u{301}e\u{301}e\u{301}".clipped(toWidth: 2), "e\u{301}…")
    XCTAssertEqual("abcdef".clipped(toWidth: 2, ellipsis: "..."), "ab")
    XCTAssertEqual("abcdef".clipped(toWidth: 0), "")
    XCTAssertEqual("ab".clipped(toWidth: 1), "…")
    let text = "a日👩‍👩‍👧‍👦e\u{301}🇯🇵 z"
    for width in 0...12 {
      let clipped = text.clipped(toWidth: width)
      XCTAssertLessThanOrEqual(DisplayWidth.of(clipped), width)
      XCTAssertTrue(
        clipped == text || text.hasPrefix(clipped.replacingOccurrences(of: "…", with: "")))
    }
  }

  func testPaddingCountsColumns() {
    XCTAssertEqual("日本".padded(toWidth: 6), "日本  ")
    XCTAssertEqual("ab".padded(toWidth: 5, alignment: .right), "   ab")
    XCTAssertEqual("ab".padded(toWidth: 5, alignment: .centre), " ab  ")
    XCTAssertEqual("abcdef".padded(toWidth: 3), "abcdef")
  }

  func testWrappingBreaksAtSpacesAndLosesNoWord() {
    XCTAssertEqual("one two three".wrapped(toWidth: 7), ["one two", "three"])
    XCTAssertEqual("abcdefgh ij".wrapped(toWidth: 4), ["abcd", "efgh", "ij"])
    XCTAssertEqual("日本語 です".wrapped(toWidth: 5), ["日本", "語", "です"])
    XCTAssertEqual("a\n\nb".wrapped(toWidth: 5), ["a", "", "b"])
    XCTAssertEqual("".wrapped(toWidth: 5), [""])
    let pieces = ["a", " ", "\n", "e\u{301}", "日本", "👩‍👩‍👧‍👦", "🇯🇵", "word"]
    var texts = [""]
    for _ in 0..<4 { texts += texts.flatMap { text in pieces.map { text + $0 } } }
    for text in Set(texts) {
      for width in [2, 3, 7] {
        let lines = text.wrapped(toWidth: width)
        XCTAssertTrue(lines.allSatisfy { DisplayWidth.of($0) <= width }, text.debugDescription)
        XCTAssertEqual(
          lines.joined().filter { $0 != " " }, text.filter { $0 != " " && $0 != "\n" })
      }
    }
  }
}
