import Foundation
import Syntax
import XCTest

/// Colours, completion contexts and waiting for more lines, for text in any state.
final class EditingTests: XCTestCase {
  // MARK: Completeness

  func testKnowsWhenAnInputWaitsForMore() {
    let expected: [(String, Completeness)] = [
      ("", .complete), ("let x = 1", .complete), ("# only words", .complete),
      ("prompt soft { soft: 8 }", .complete),
      ("prompt soft {", .incomplete(indent: 2)),
      ("fn f(x) {\n  if x > 1 {", .incomplete(indent: 4)),
      ("f({\n", .incomplete(indent: 2)),
      ("print(1,", .incomplete(indent: 2)), ("let x =", .incomplete(indent: 2)),
      ("let x = 1 +", .incomplete(indent: 2)), ("if a and", .incomplete(indent: 2)),
      ("x => {", .incomplete(indent: 2)), ("[1, 2", .incomplete(indent: 2)),
      ("let s = \"\"\"\nhello", .incomplete(indent: 0)),
      ("print(\"\"\"\nhello", .incomplete(indent: 2)),
      ("let s = \"hello", .error), ("let x 3", .error), ("def f():", .error),
      (")", .error), ("x = )", .error), ("print(1))\nf(", .error), ("print('it's'", .error),
      // An open bracket is read on, whatever is wrong inside it.
      ("let = 3\nfor i in [", .incomplete(indent: 2)), ("if x = 3 {", .incomplete(indent: 2)),
      ("let xs = [\n  \"a\",\n  'b',", .incomplete(indent: 2)),
      ("let r = {\n  'a': 1,", .incomplete(indent: 2)),
      ("f(1,\n'b', True &&", .incomplete(indent: 2)),
      ("f(\n'b')", .error), ("let s = '''a", .incomplete(indent: 0)),
      ("try {", .incomplete(indent: 2)), ("try { f() }", .incomplete(indent: 0)),
      ("try {\n  f()\n}\ncatch e {", .incomplete(indent: 2)),
      ("try { f() } catch e { 1 }", .complete), ("try { f() }\nlet x = 1", .error),
    ]
    for (text, completeness) in expected {
      XCTAssertEqual(Completeness.of(text), completeness, text)
    }
  }

  // MARK: Colours

  func testColoursWhatCanBeRead() {
    let text = """
      # %% Train
      prompt soft { like: hard, soft: 8 }  # note
      let s = "a \\(len(x) + 1) b" and r.best(on: none)
      try { } catch e { "\\(e:>8)" }
      """
    let found = Highlighter.spans(of: text).map { span in
      (String(decoding: Array(text.utf8)[span.range], as: UTF8.self), span.class)
    }
    let expected: [(String, TokenClass)] = [
      ("# %% Train", .cell), ("prompt", .noun), ("soft", .definition), ("like", .field),
      (":", .symbol), (",", .symbol), ("soft", .field), (":", .symbol), ("8", .number),
      ("# note", .comment), ("let", .keyword), ("s", .definition), ("=", .symbol),
      ("\"a ", .string), ("\\(", .interpolation), ("len", .function), ("+", .symbol),
      ("1", .number), (")", .interpolation), (" b\"", .string), ("and", .keyword),
      (".", .symbol), ("best", .function), ("on", .field), (":", .symbol), ("none", .constant),
      ("try", .keyword), ("catch", .keyword), ("e", .definition), ("\"", .string),
      ("\\(", .interpolation), (":>8", .interpolation), (")", .interpolation), ("\"", .string),
    ]
    XCTAssertEqual(found.map(\.0), expected.map(\.0))
    XCTAssertEqual(found.map(\.1), expected.map(\.1))
  }

  // MARK: Completion

  /// The context at `|`, the rest of the text being after the cursor.
  private func context(_ marked: String) -> CompletionContext {
    let parts = marked.split(separator: "|", omittingEmptySubsequences: false)
    return CompletionSite.at(parts[0].utf8.count, of: parts.joined()).context
  }

  func testFindsWhatIsBeingWritten() {
    let expected: [(String, CompletionContext)] = [
      ("|", .statementStart(prefix: "")), ("pro|", .statementStart(prefix: "pro")),
      ("let x = 1\nfo|", .statementStart(prefix: "fo")),
      ("for i in 0..3 { pr|", .statementStart(prefix: "pr")),
      ("let |", .nothing), ("fn f(a|", .nothing), ("prompt so|", .nothing), ("12|", .nothing),
      ("# pro|", .nothing), ("let x = 3 fo|", .nothing), ("let r = {a|", .nothing),
      ("let x = so|", .name(prefix: "so", callee: nil)),
      ("fn f(a, b = x|", .name(prefix: "x", callee: nil)),
      ("let r = {a: x|", .name(prefix: "x", callee: nil)),
      ("sorted(xs, re|", .name(prefix: "re", callee: "sorted")),
      ("print(\"a \\(le|", .name(prefix: "le", callee: nil)),
      ("prompt p { |", .fieldName(noun: "prompt", given: [], prefix: "")),
      (
        "prompt p { soft: 8, te|, answers: {a: \"b\"} }",
        .fieldName(noun: "prompt", given: ["soft", "answers"], prefix: "te")
      ),
      (
        "hyper h {\n  lr: 1\n  |\n}\nlet z = {lr: 3}",
        .fieldName(noun: "hyper", given: ["lr"], prefix: "")
      ),
      ("hyper h { lr: |", .fieldValue(noun: "hyper", field: "lr", prefix: "")),
      ("hyper h { lr: sweep([0.1, x|", .fieldValue(noun: "hyper", field: "lr", prefix: "x")),
      ("prompt p { soft: floor(x|", .name(prefix: "x", callee: "floor")),
      ("hyper h { optimizer: \"ad|", .string(prefix: "ad", noun: "hyper", field: "optimizer")),
      ("print(\"hello wo|", .string(prefix: "hello wo", noun: nil, field: nil)),
      ("let s = \"\"\"\nab|", .string(prefix: "\nab", noun: nil, field: nil)),
      ("let s = \"closed\"|", .nothing),
      ("first.pr|", .member(of: "first", prefix: "pr")),
      ("plot(a.b(1, [2])[0].|)", .member(of: "a.b(1, [2])[0]", prefix: "")),
      ("\"a b\".up|", .member(of: "\"a b\"", prefix: "up")),
      ("x + [1, 2].|", .member(of: "[1, 2]", prefix: "")),
      ("\"the \\(run.lo|", .member(of: "run", prefix: "lo")),
      ("try { f() } catch |", .nothing), ("try { pr|", .statementStart(prefix: "pr")),
      ("try { f() } catch e { pr|", .statementStart(prefix: "pr")),
    ]
    for (text, context) in expected { XCTAssertEqual(self.context(text), context, text) }
  }

  // MARK: Robustness

  func testAcceptsEveryBeginningOfAText() {
    let text = #"""
      #!/usr/bin/env pts
      # %% Ünï [markdown]
      prompt soft { like: hard, soft: sweep([8, 16]), answers: {pos: "gut \(x["a"].b)"} }
      fn f(a, b = """
        two \(len("é"))
        """) { if a => b { return [1..2, ..] } else { a.b(c: 'd' }
      let x, y = (p, q) => {z: p} @ 1e9 ?? “quoted” && ) ] 👩‍👩‍👧 "open \(g("
      """#
    let bytes = Array(text.utf8)
    for offset in 0...bytes.count {
      let head = String(decoding: bytes[..<offset], as: UTF8.self)
      _ = Completeness.of(head)
      var end = 0
      for span in Highlighter.spans(of: head) {
        XCTAssertGreaterThanOrEqual(span.range.lowerBound, end)
        end = span.range.upperBound
      }
      XCTAssertLessThanOrEqual(end, head.utf8.count)
    }
  }

  // MARK: Calls and words

  /// A `|` is the cursor.
  private func atCursor<T>(_ text: String, _ body: (Int, String) -> T) -> T {
    let parts = text.components(separatedBy: "|")
    return body(parts[0].utf8.count, parts.joined())
  }

  func testFindsTheCallAroundAPosition() {
    for (text, callee, receiver, index, parameter) in [
      ("f(|", "f", nil, 0, nil), ("f(1, |", "f", nil, 1, nil), ("f(1, [2, 3], |", "f", nil, 2, nil),
      ("f(g(1, 2), |x)", "f", nil, 1, nil), ("f(g(|", "g", nil, 0, nil),
      ("lm.generate(\"a\", tokens: |", "lm", "lm", 1, "tokens"),
      ("a.b(1).c(2)[0].score(|)", "score", "a.b(1).c(2)[0]", 0, nil),
      ("\"one \\(f(\"a\", |", "f", nil, 1, nil), ("print(\"\\(f(|", "f", nil, 0, nil),
      ("f(\"(, ,|", "f", nil, 0, nil), ("f(1,\n  by: |", "f", nil, 1, "by"),
      ("map(xs, x => { x + |", "map", nil, 1, nil),
    ] as [(String, String, String?, Int, String?)] {
      let found = atCursor(text) { CallSite.at($0, of: $1) }
      XCTAssertEqual(found?.callee, callee == "lm" ? "generate" : callee, text)
      XCTAssertEqual(found?.receiver, receiver, text)
      XCTAssertEqual(found?.index, index, text)
      XCTAssertEqual(found?.parameter, parameter, text)
    }
    for text in ["|", "f()|", "fn f(|", "(1 + |", "prompt p { soft: |", "# f(|"] {
      XCTAssertNil(atCursor(text) { CallSite.at($0, of: $1) }, text)
    }
  }

  func testFindsTheWordAtAPosition() {
    for (text, word) in [
      ("le|t x = 1", "let"), ("|let x", "let"), ("let|", "let"), ("f(ab|, c)", "ab"),
      ("\"a \\(na|me) b\"", "name"), ("a.mem|ber(", "member"),
      ("gr\u{f6}|\u{df}e + 1", "gr\u{f6}\u{df}e"),
    ] {
      XCTAssertEqual(atCursor(text) { WordSite.at($0, of: $1) }?.text, word, text)
    }
    for text in ["\"a |name b\"", "# na|me", "1 |+ 2", "  |  x", "12|3"] {
      XCTAssertNil(atCursor(text) { WordSite.at($0, of: $1) }, text)
    }
    XCTAssertEqual(
      atCursor("prompt p { so|ft: 8 }") { WordSite.at($0, of: $1) }?.context,
      .fieldName(noun: "prompt", given: [], prefix: "soft"))
    XCTAssertEqual(
      atCursor("a.b.me|an()") { WordSite.at($0, of: $1) }?.context,
      .member(of: "a.b", prefix: "mean"))
  }

  func testFindsTheBracketsThatBelongTogether() {
    func pair(_ text: String, _ offset: Int) -> [Int]? {
      BracketPair.at(offset, in: text).map { [$0.opener, $0.closer] }
    }
    XCTAssertEqual(pair("f(a, [1])", 9), [1, 8])
    XCTAssertEqual(pair("f(a, [1])", 8), [5, 7])
    // The one before the cursor, or else the one at it.
    XCTAssertEqual(pair("f(a)", 1), [1, 3])
    XCTAssertEqual(pair("(())", 2), [1, 2])
    XCTAssertNil(pair("f(a", 2))
    XCTAssertNil(pair("f(a", 3))
    XCTAssertNil(pair("f a)", 4))
    XCTAssertNil(pair("\"(\" # )", 2))
    XCTAssertNil(pair("\"(\" # )", 7))
    XCTAssertEqual(pair("\"é \\(f(x))\"", 10), [7, 9])
    XCTAssertEqual(pair("\"é \\(f(x))\"", 11), [5, 10])
  }
}
