import Bindings
import Diagnostics
import Foundation
import ReferenceData
import Script
import XCTest

/// Every method on every family with rows that no tutorial has, through scripts: each statement gives a
/// value or a fault in words. A trap ends the test's process, which is what it watches for.
final class OddRowsTests: XCTestCase {
  private enum Task { case text, reply, label }

  private static let families: [(folder: String, task: Task)] = [
    ("tiny", .text), ("llama-grouped", .text), ("neox-parallel", .text), ("opt-plain", .text),
    ("gemma-tied", .text), ("gemma3-text", .text), ("qwen3-biased", .text),
    ("phi3-window", .text), ("mistral-window", .text), ("tiny", .label), ("llama-tied", .label),
    ("t5-gated", .reply), ("mt5-tied", .reply), ("bert-classifier", .label),
    ("roberta-classifier", .label), ("distilbert-classifier", .label),
  ]

  /// Fields of the prompt and of the run.
  private static let methods: [(prompt: String, run: String)] = [
    ("soft: 3", ""), ("soft: 3, method: \"ptuning\"", ""),
    ("soft: 2, method: \"ptuning\", network: \"lstm\"", ""),
    ("soft: 3, method: \"prefix\"", ""), ("soft: 2, method: \"deep\"", ""),
    ("soft: 2, method: \"multitask\", task: \"k\"", ""), ("", "tune: \"lora\""),
    ("", "tune: \"full\", lr: 0.001"), ("", "tune: \"head\""), ("soft: 1, ANSWERS", ""),
    ("soft: 1, DEMOS", ""), ("soft: 2, max_tokens: 2", ""), ("AMID", ""),
  ]

  /// Records of a text, a target of "u" or "v", and a task.
  private static let data: [String] = [
    // Empty cells, and cells that many tokenizers make nothing of.
    row("\"\"", "u") + row("\"x\"", "v") + row("\"\"", "v") + row("\" \"", "u"),
    row("\"\\t\"", "u") + row("\"\\n\\n\"", "v") + row("\"  x\"", "v") + row("\"\\u{200b}\"", "u"),
    // One token each.
    row("\"a\"", "u") + row("\"b\"", "v") + row("\"c\"", "u") + row("\"d\"", "v"),
    // At the context's edge, on both sides of it.
    row("long", "u") + row("long", "v") + row("\"x\"", "u") + row("\"y\"", "v"),
    // One class; twins.
    row("\"a b\"", "u") + row("\"c d\"", "u") + row("\"e f\"", "u") + row("\"g\"", "u"),
    row("\"a b\"", "u") + row("\"a b\"", "u") + row("\"a b\"", "u") + row("\"a b\"", "u"),
    // A text that a normalizer makes longer, and characters of several code points.
    row("\"\\u{fdfa}\".repeat(9)", "u") + row("\"e\\u{301}\\u{1f469}\\u{200d}\\u{1f680}\"", "v")
      + row("\"\\u{0}\"", "u") + row("\"\\u{ff21}[SEP]</s><s>\"", "v"),
  ]

  private static func row(_ text: String, _ target: String) -> String {
    "{t: \(text), y: \"\(target)\", k: \"\(target)\"}, "
  }

  private static let templates: [Task: [String]] = [
    .text: ["{t} {y}", "{t}{y}", "a {t}  {y}{end}", "{y}", "{t}\\t{y}.", "{y}{end}"],
    .reply: ["{t}", "{t} {y}", "a {t}: {y}"],
    .label: ["{t}", "a {t}", "{t}{sep}{t}", "{end}{t}"],
  ]

  /// What is asked once there is a prompt, and once there is a run.
  private static let promptCalls = [
    "p.score(d.train, model: m)", "p.predict(\"\", model: m, data: d)",
    "p.predict(d.train, model: m, data: d, tokens: 2)",
    "p.render({t: \"\", y: \"u\", k: \"u\"}, model: m, data: d)",
    "p.generate([{t: \" \", y: \"\", k: \"u\"}], tokens: 2, model: m, data: d)",
    "p.generate(\"\", tokens: 2, model: m)", "m.embed([\"\", \" \"])", "m.logits(\"\", prompt: p)",
    "m.predict(d.train, d.train.map(r => p))", "m.generate([\"\", \" \"], tokens: 2)",
    "m.logits(long)", "m.embed(long + long)",
  ]
  private static let runCalls = [
    "r.score(d.train)", "r.score(d.valid)", "r.score(d.test).wrong", "r.predict(d.train)",
    "r.predict(\"\")", "r.predict([long])", "r.generate(d.train, tokens: 2)",
    "r.generate([\"\"], tokens: 2)", "r.render({t: \"\", y: \"u\", k: \"u\"})",
    "compare(r, p, on: d.train, model: m)", "m.predict(d.train, d.train.map(x => r))",
    "r.at(0).predict(\" \")", "r.nearest(2)", "m.logits(\" \", prompt: r)",
    "r.prompt.generate(long, tokens: 2)",
  ]

  private struct Outcome {
    var cases = 0
    var trained = 0
    var answered = 0
    var refusals: Set<String> = []
    var failures: [String] = []
  }

  func testEveryPairEndsInAValueOrAFault() throws {
    var outcome = Outcome()
    for (index, family) in Self.families.enumerated() {
      // A thread with room for the interpreter's recursion.
      let part = DeepStack.run { Self.cases(of: index, family.folder, family.task) }
      outcome.cases += part.cases
      outcome.trained += part.trained
      outcome.answered += part.answered
      outcome.refusals.formUnion(part.refusals)
      outcome.failures += part.failures
    }
    for failure in outcome.failures.prefix(20) { XCTFail(failure) }
    XCTAssertGreaterThanOrEqual(outcome.cases, 400)
    XCTAssertGreaterThan(outcome.trained, 150, "cases that trained")
    XCTAssertGreaterThan(outcome.answered, 1000, "calls that gave a value")
    for words in [
      "is empty: its template gives the model no token", "begins with its target",
      "tokens with its prompt, the model takes",
    ] {
      XCTAssertTrue(outcome.refusals.contains { $0.contains(words) }, words)
    }
  }

  private static func cases(of family: Int, _ folder: String, _ task: Task) -> Outcome {
    var outcome = Outcome()
    let host = EngineHost(
      .init(
        write: { _ in }, warn: { _ in }, display: { _ in }, observer: SilentObserver(),
        hub: BindingsRunner.noHub,
        interrupt: InterruptFlag(), storeFolder: nil))
    for (method, fields) in methods.enumerated() {
      for (data, rows) in data.enumerated() where (family + method + data) % 3 == 0 {
        let number = outcome.cases
        let templates = templates[task]!
        var template = templates[(method + data) % templates.count]
        var prompt = fields.prompt
        if prompt == "AMID" {
          template = "{soft:2}" + template.replacingOccurrences(of: "{t}", with: "{t}{soft:1}")
          prompt = "init: \"random\""
        }
        if prompt.contains("DEMOS") { template = "{demos}" + template }
        prompt =
          prompt
          .replacingOccurrences(of: "ANSWERS", with: answers(data, task))
          .replacingOccurrences(of: "DEMOS", with: "demos: 1")
        let path = ReferenceData.root.appendingPathComponent("models/\(folder)").path
        let labels = task == .label ? ", labels: [\"u\", \"v\"]" : ""
        let session = Session(host, "\(folder) \(fields) \(template) data \(data)")
        outcome.cases += 1
        session.run("model m { from: \"\(path)\"\(labels) }", &outcome)
        session.run(
          """
          let limit = if m.context == none { 60 } else { m.context }
          let long = "a ".repeat(limit / 2 - \(number % 7 - 1))
          """, &outcome)
        session.run(
          """
          dataset d { from: [\(rows)], input: "t", target: "y", split: [0.5, 0.25, 0.25], seed: \(number) }
          prompt p { template: "\(template)"\(prompt.isEmpty ? "" : ", " + prompt) }
          """, &outcome)
        session.run(
          "run r { model: m, prompt: p, data: d, steps: 1, batch: 2"
            + (fields.run.isEmpty ? "" : ", " + fields.run) + " }", &outcome)
        let hasRun = session.knows("r")
        if hasRun { outcome.trained += 1 }
        let calls = hasRun ? promptCalls + runCalls : promptCalls
        for offset in 0..<7 {
          session.run(calls[(number * 7 + offset * 4) % calls.count], &outcome)
        }
      }
    }
    return outcome
  }

  /// In some data every answer is too long for any context.
  private static func answers(_ data: Int, _ task: Task) -> String {
    guard task != .label else { return "init: \"random\"" }
    let words = data % 2 == 0 ? "up" : String(repeating: "up and ", count: 200)
    return "answers: {u: \"\(words)\", v: \"down\"}"
  }

  /// Statements of one script, of which a wrong one keeps no later one from running.
  private final class Session {
    private let interpreter: Interpreter
    private let name: String

    init(_ host: EngineHost, _ name: String) {
      interpreter = Interpreter(host: host)
      self.name = name
    }

    func knows(_ variable: String) -> Bool { interpreter.value(of: variable) != nil }

    func run(_ text: String, _ outcome: inout Outcome) {
      let program = interpreter.prepare(SourceFile(name: "case.pts", path: nil, text: text))
      if let wrong = program.diagnostics.first(where: { $0.severity == .error }) {
        return note(wrong, text, &outcome)
      }
      for cell in program.cells where !cell.isProse {
        do {
          let value = try interpreter.run(cell, of: program)
          // Displaying and writing are asked of it too.
          if !value.isNone { _ = value.source }
          outcome.answered += 1
        } catch ScriptError.fault(let diagnostic) {
          note(diagnostic, text, &outcome)
        } catch {
          outcome.failures.append("\(name): `\(text)` ended with \(error)")
        }
      }
    }

    private func note(_ diagnostic: Diagnostic, _ text: String, _ outcome: inout Outcome) {
      outcome.refusals.insert(diagnostic.message)
      // No dump of a Swift value is a message.
      if diagnostic.message.isEmpty || diagnostic.message.contains("Error")
        || diagnostic.message.contains("Optional(")
      {
        outcome.failures.append("\(name): `\(text)` said \(diagnostic.message)")
      }
    }
  }
}
