import Diagnostics
import Script
import XCTest

/// Completion, help and the reference page.
final class EditingTests: XCTestCase {
  private let host = TestHost()

  // MARK: Completion

  private func offers(_ marked: String, names: [Completer.KnownName] = []) -> [String] {
    let parts = marked.split(separator: "|", omittingEmptySubsequences: false)
    let completer = Completer(host, names: names)
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
    XCTAssertEqual(offers("let sofa = 1\nlet y = so|"), ["sofa", "softmax", "sorted"])
    XCTAssertEqual(offers("sorted(xs, re|").first, "reverse")
    XCTAssertEqual(offers("\"abc\".st|"), ["starts", "strip"])
    XCTAssertEqual(offers("args { lr: 0.1, steps: 20 }\nargs.|"), ["lr", "steps"])
    XCTAssertTrue(offers("|").contains("hyper"))
    XCTAssertEqual(offers("vec|"), ["vector"])
  }

  func testReplacesThePrefixAlone() {
    let completer = Completer(host)
    let text = "hyper é { lr: 1 }\nhyp"
    let completion = completer.completion(of: text, at: text.utf8.count)
    XCTAssertEqual(completion.range, text.utf8.count - 3..<text.utf8.count)
    XCTAssertEqual(completion.candidates.map(\.text), ["hyper"])
    XCTAssertEqual(completion.candidates.first?.suffix, " ")
  }

  // MARK: Help

  func testExplainsEveryNameOnce() throws {
    let help = Help(host)
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
    let help = Help(host)
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

  func testAsksAsAScriptIsWritten() throws {
    let help = Help(host)
    let types = ["xs": "list", "row.text": "string"]
    for (query, first) in [
      ("\"abc\".split", "string.split(by = none, limit"), ("\"a.b\".split(\", \")", "string.split"),
      ("[1, 2].sorted(", "list.sorted("), ("xs.append", "list.append(value)"),
      ("row.text.lines()", "string.lines()"), ("sorted(xs, key: len)", "sorted(values"),
      ("print(", "print("), ("pi", "pi"), ("_", "_, _3"), ("_3", "_, _3"),
      ("\"abc\"", "functions of a string"),
      ("  ? sorted ?", "sorted(values"), ("{a: 1}.keys", "record.keys()"),
      ("3", "functions of a number"),
    ] {
      let text = try help.text(for: HelpQuery(query) { types[$0] }.topic)
      XCTAssertTrue(text.hasPrefix(first), "?\(query) gave \(text)")
    }
  }

  func testSearchesItsOwnTexts() throws {
    host.memberFamilies = [
      MemberFamily("run", properties: [("loss", "The training loss, by step.")])
    ]
    let help = Help(host)
    XCTAssertTrue(try help.text(for: "run.loss").hasPrefix("run.loss\n"))
    XCTAssertTrue(try help.text(for: "loss").contains("run.loss\n"))
    XCTAssertTrue(try help.text(for: "training").contains("?run.loss"))
    XCTAssertTrue(try help.text(for: "training loss").contains("?run.loss"))
    XCTAssertTrue(try help.text(for: "standard output").contains("?print"))
    XCTAssertThrowsError(try help.text(for: "zebra crossing"))
  }

  func testEveryExampleRuns() {
    let examples = Help(host).examples
    XCTAssertGreaterThan(examples.count, 80)
    // Random numbers are the host's.
    for (topic, code) in examples where topic != "random" {
      let outcome = ScriptRunner.run(code, name: topic)
      XCTAssertTrue(
        outcome.diagnostics.isEmpty,
        "\(topic)\n" + DiagnosticRenderer().render(outcome.diagnostics))
    }
  }

  func testReferencePageHoldsEveryTable() {
    let page = referencePage(host)
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

  func testCompletesAtEveryPositionOfAnUnfinishedText() {
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
    let completer = Completer(host)
    for offset in 0...bytes.count {
      for whole in [String(decoding: bytes[..<offset], as: UTF8.self), text] {
        let completion = completer.completion(of: whole, at: offset)
        XCTAssertLessThanOrEqual(completion.range.upperBound, whole.utf8.count)
        XCTAssertLessThanOrEqual(completion.range.lowerBound, completion.range.upperBound)
      }
    }
  }
}
