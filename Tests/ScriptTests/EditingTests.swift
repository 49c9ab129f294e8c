import Diagnostics
import Script
import Syntax
import XCTest

/// Colours, completion, waiting for more lines, help and the reference page.
final class EditingTests: XCTestCase {
  private let host = TestHost()

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
      ("let = 3\nfor i in [", .error), (")", .error), ("if x = 3 {", .error),
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
    ]
    for (text, context) in expected { XCTAssertEqual(self.context(text), context, text) }
  }

  private func offers(_ marked: String, names: [Completer.KnownName] = []) -> [String] {
    let parts = marked.split(separator: "|", omittingEmptySubsequences: false)
    let completer = Completer(nouns: host.nouns, builtins: host.builtins, names: names)
    return completer.completion(of: parts.joined(), at: parts[0].utf8.count)
      .candidates.map(\.text)
  }

  func testOffersWhatTheTablesHold() {
    XCTAssertEqual(
      offers("hyper h { lr: 1, |, steps: 3 }"), ["optimizer", "betas", "clip", "like"])
    XCTAssertEqual(offers("hyper h { optimizer: \"ad|"), ["adamw", "adafactor"])
    XCTAssertEqual(
      Array(offers("hyper h { optimizer: |").prefix(4)),
      ["\"adamw\"", "\"adafactor\"", "\"sgd\"", "sweep"])
    XCTAssertEqual(offers("hyper h { clip: no|"), ["none"])
    XCTAssertEqual(offers("prompt one {}\nhyper two {}\nrun r { prompt: |"), ["one"])
    XCTAssertEqual(
      offers("run r { hyper: b|", names: [.init("base", noun: "hyper"), .init("best")]),
      ["base", "best"])
    XCTAssertEqual(offers("hyper a {}\nprompt b {}\nhyper c { like: |"), ["a"])
    XCTAssertEqual(offers("let sofa = 1\nlet y = so|"), ["sofa", "sorted"])
    XCTAssertEqual(offers("sorted(xs, re|").first, "reverse")
    XCTAssertEqual(offers("\"abc\".st|"), ["starts", "strip"])
    XCTAssertTrue(offers("|").contains("hyper"))
    XCTAssertEqual(offers("vec|"), ["vector"])
  }

  func testReplacesThePrefixAlone() {
    let completer = Completer(nouns: host.nouns, builtins: [])
    let text = "hyper é { lr: 1 }\nhyp"
    let completion = completer.completion(of: text, at: text.utf8.count)
    XCTAssertEqual(completion.range, text.utf8.count - 3..<text.utf8.count)
    XCTAssertEqual(completion.candidates.map(\.text), ["hyper"])
    XCTAssertEqual(completion.candidates.first?.suffix, " ")
  }

  // MARK: Help

  func testExplainsEveryNameOnce() throws {
    let help = Help(nouns: host.nouns, builtins: host.builtins)
    let noun = try help.text(for: "hyper")
    for word in ["How a run steps.", "optimizer", "0.3", "above 0", "can be a sweep", "example"] {
      XCTAssertTrue(noun.contains(word), word)
    }
    XCTAssertTrue(try help.text(for: "hyper.lr").contains("a number above 0"))
    XCTAssertTrue(try help.text(for: "lr").contains("a field of `hyper`"))
    XCTAssertTrue(try help.text(for: "hyper.like").contains("override"))
    XCTAssertFalse(noun.contains("a field of `run`"))
    XCTAssertTrue(try help.text(for: "sorted").contains("sorted(values, key = none"))
    XCTAssertTrue(try help.text(for: "print(").contains("standard output"))
    XCTAssertTrue(try help.text(for: "string.split").contains("string.split("))
    XCTAssertTrue(try help.text(for: "for").contains("for i in 0..3"))
    XCTAssertTrue(try help.text(for: "").contains("vector"))
  }

  func testSuggestsWhereThereIsNoHelp() {
    let help = Help(nouns: host.nouns, builtins: host.builtins)
    func hint(_ query: String) -> String? {
      do {
        _ = try help.text(for: query)
        return nil
      } catch let fault as Fault { return fault.hint } catch { return nil }
    }
    XCTAssertEqual(hint("promt"), "did you mean `?prompt`?")
    XCTAssertEqual(hint("settings"), "did you mean `?hyper`?")
    XCTAssertEqual(hint("learning_rate"), "did you mean `?hyper.lr`?")
    XCTAssertEqual(hint("hyper.rate"), "did you mean `?hyper.lr`?")
    XCTAssertEqual(hint("string.startswith"), "write `s.starts(x)`")
    XCTAssertEqual(hint("None"), "write `none`")
    XCTAssertEqual(hint("qqqqq"), "`?` lists all topics")
  }

  func testEveryExampleRuns() {
    let examples = Help(nouns: host.nouns, builtins: host.builtins).examples
    XCTAssertGreaterThan(examples.count, 80)
    for (topic, code) in examples {
      let outcome = ScriptRunner.run(code, name: topic)
      XCTAssertTrue(
        outcome.diagnostics.isEmpty,
        "\(topic)\n" + DiagnosticRenderer().render(outcome.diagnostics))
    }
  }

  func testReferencePageHoldsEveryTable() {
    let page = referencePage(schemas: host.nouns, builtins: host.builtins)
    for noun in host.nouns {
      XCTAssertTrue(page.contains("### `\(noun.name)`"), noun.name)
      for field in noun.fields {
        XCTAssertTrue(page.contains("| `\(field.name)` | \(field.type.phrase) |"), field.name)
      }
    }
    for builtin in CoreFunctions.all + host.builtins {
      XCTAssertTrue(page.contains("`\(builtin.signature)`"), builtin.name)
    }
  }

  // MARK: Robustness

  func testBearsEveryPlaceOfAnUnfinishedText() {
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
    let completer = Completer(nouns: host.nouns, builtins: host.builtins)
    for offset in 0...bytes.count {
      let head = String(decoding: bytes[..<offset], as: UTF8.self)
      _ = Completeness.of(head)
      let spans = Highlighter.spans(of: head)
      var end = 0
      for span in spans {
        XCTAssertGreaterThanOrEqual(span.range.lowerBound, end)
        end = span.range.upperBound
      }
      XCTAssertLessThanOrEqual(end, head.utf8.count)
      for whole in [head, text] {
        let completion = completer.completion(of: whole, at: offset)
        XCTAssertLessThanOrEqual(completion.range.upperBound, whole.utf8.count)
        XCTAssertLessThanOrEqual(completion.range.lowerBound, completion.range.upperBound)
      }
    }
  }
}
