import Markdown
import XCTest

final class MarkdownReaderTests: XCTestCase {
  private func blocks(_ text: String) -> [MarkdownBlock] { MarkdownReader.blocks(of: text) }
  private func inlines(_ text: String) -> [MarkdownInline] {
    guard case .paragraph(let inlines)? = blocks(text).first else { return [] }
    return inlines
  }

  func testBlocks() {
    XCTAssertEqual(
      blocks(
        "# One *x* #\ntwo\nthree\n\n---\nfour\n---\n> five\n> - six\n\n    code\n\n      more"),
      [
        .heading(level: 1, [.text("One "), .emphasis([.text("x")])]),
        .paragraph([.text("two\nthree")]), .rule, .heading(level: 2, [.text("four")]),
        .quote([
          .paragraph([.text("five")]),
          .list(first: nil, isTight: true, items: [[.paragraph([.text("six")])]]),
        ]), .code(language: "", text: "code\n\n  more"),
      ])
    XCTAssertEqual(
      blocks("````python x\n```\n# no\n````\n~~~\nopen"),
      [.code(language: "python", text: "```\n# no"), .code(language: "", text: "open")])
    XCTAssertEqual(
      blocks("#hash\n1986. A year\n+ x"),
      [
        .paragraph([.text("#hash\n1986. A year")]),
        .list(first: nil, isTight: true, items: [[.paragraph([.text("x")])]]),
      ])
  }

  func testLists() {
    XCTAssertEqual(
      blocks("- a\n  b\nc\n- d\n  1. e\n  2. f\n\n3) g\n\n4) h"),
      [
        .list(
          first: nil, isTight: true,
          items: [
            [.paragraph([.text("a\nb\nc")])],
            [
              .paragraph([.text("d")]),
              .list(
                first: 1, isTight: true,
                items: [[.paragraph([.text("e")])], [.paragraph([.text("f")])]]),
            ],
          ]),
        .list(
          first: 3, isTight: false, items: [[.paragraph([.text("g")])], [.paragraph([.text("h")])]]),
      ])
  }

  func testTables() {
    XCTAssertEqual(
      blocks("| a | `b\\|c` | d |\n|---|:-:|--:|\n| 1 | 2\n| 3 | 4 | 5 | 6 |\nend | of"),
      [
        .table(
          MarkdownTable(
            header: [[.text("a")], [.code("b|c")], [.text("d")]],
            alignments: [nil, .center, .right],
            rows: [
              [[.text("1")], [.text("2")], []],
              [[.text("3")], [.text("4")], [.text("5")]],
              [[.text("end")], [.text("of")], []],
            ]))
      ])
    XCTAssertEqual(blocks("a | b\nc | d"), [.paragraph([.text("a | b\nc | d")])])
  }

  func testInlines() {
    XCTAssertEqual(
      inlines("a **b *c* d** snake_case_word _e_ \\*f\\* `` g`h `` 2*3*4  \ni"),
      [
        .text("a "), .strong([.text("b "), .emphasis([.text("c")]), .text(" d")]),
        .text(" snake_case_word "), .emphasis([.text("e")]), .text(" *f* "), .code("g`h"),
        .text(" 2"), .emphasis([.text("3")]), .text("4"), .lineBreak, .text("i"),
      ])
    XCTAssertEqual(
      inlines("[a *b*](<x y> \"t\") ![c](d(e).png) <https://f.g> [h](i https://j.k/l). <b>"),
      [
        .link(address: "x y", [.text("a "), .emphasis([.text("b")])]), .text(" "),
        .image(address: "d(e).png", alternative: "c"), .text(" "),
        .link(address: "https://f.g", [.text("https://f.g")]), .text(" [h](i "),
        .link(address: "https://j.k/l", [.text("https://j.k/l")]), .text("). <b>"),
      ])
    XCTAssertEqual(inlines("**a"), [.text("**a")])
    XCTAssertEqual(inlines("`a"), [.text("`a")])
  }

  /// Texts that make a careless reader slow or deep.
  func testHostileTexts() {
    let count = 20_000
    let parts = [
      "*", "_a", "[", "]", "![", "`", "``a", "> ", "- ", "1. ", "|", "\\", "<http://a", "[a](b \"",
      "[](", "**a* ", "*a _b ", "~~~", "| - ", "\n\n", "  - a\n", "h", "https://",
    ]
    let clock = ContinuousClock()
    for part in parts {
      let text = String(repeating: part, count: count)
      let seconds = clock.measure { _ = blocks(text) } / .seconds(1)
      XCTAssertLessThan(seconds, 20, "\(count) × \(part.debugDescription)")
    }
  }
}
