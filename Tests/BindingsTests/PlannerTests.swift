import Bindings
import Diagnostics
import Foundation
import Hub
import Script
import XCTest

/// What a run's fields come to, before and while running, and what is read for it.
final class PlannerTests: XCTestCase {
  private var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-plans-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(BindingsRunner.reviews.utf8).write(
      to: folder.appendingPathComponent("reviews.csv"))
    let saved = try run(
      Self.nouns + """
        prompt p { template: "{review} {mood}", soft: 2, answers: {positive: " good", negative: " bad"} }
        run first { model: lm, prompt: p, data: reviews, steps: 2 }
        first.save("saved")
        """)
    XCTAssertEqual(saved.diagnostics.map(\.message), [])
  }

  override func tearDownWithError() throws {
    try FileManager.default.removeItem(at: folder)
  }

  private static let nouns = """
    model lm { from: "tiny" }
    dataset reviews { from: "reviews.csv", input: "review", target: "mood", split: [0.5, 0.5, 0] }

    """

  private struct Ran {
    let host: EngineHost
    let diagnostics: [Diagnostic]
    /// Of the check before running.
    let plans: [(name: String, plan: TuningPlan)]
    /// Keys of the runs, by the ids that they print.
    let output: String
  }

  private func run(_ text: String) throws -> Ran {
    try? FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent("tiny"),
      withDestinationURL: BindingsRunner.tinyModel)
    return try DeepStack.run { [folder] in Result { try Self.run(text, in: folder) } }.get()
  }

  private static func run(_ text: String, in folder: URL) throws -> Ran {
    var output = ""
    let interrupt = InterruptFlag()
    let host = EngineHost(
      .init(
        write: { output += $0 }, warn: { _ in }, display: { _ in },
        observer: SilentObserver(), hub: BindingsRunner.noHub, interrupt: interrupt,
        storeFolder: nil))
    let interpreter = Interpreter(host: host, interrupt: interrupt)
    let file = SourceFile(
      name: "plans.pts", path: folder.appendingPathComponent("plans.pts").path, text: text)
    let program = interpreter.prepare(file)
    let plans = try host.plans()
    var diagnostics = program.diagnostics
    do {
      for cell in program.cells where !cell.isProse { _ = try interpreter.run(cell, of: program) }
    } catch ScriptError.fault(let diagnostic) {
      diagnostics.append(diagnostic)
    }
    return Ran(host: host, diagnostics: diagnostics, plans: plans, output: output)
  }

  func testAPlanBeforeRunningIsTheRunsOwn() throws {
    let ran = try run(
      Self.nouns
        + """
        hyper base { lr: 0.2, steps: 2, batch: 4, seed: 7 }
        prompt p {
          template: "{review} {soft} {mood}", soft: 3, init: "random", scoring: "per_token", max_tokens: 9
          answers: {positive: " good", negative: " bad"}
        }
        prompt q { from: "saved" }
        prompt v { template: "{review} {mood}", soft: 2, init: "saved" }
        run one { model: lm, prompt: p, data: reviews, hyper: base }
        run vectors { model: lm, prompt: v, data: reviews, steps: 1 }
        run taken { model: lm, prompt: q, data: reviews, steps: 1 }
        run head { model: lm, prompt: p, data: reviews, hyper: base, method: "ptuning", prompt_seed: 3 }
        run grid { model: lm, prompt: p, data: reviews, hyper: base, lr: sweep([0.1, 0.3]), soft: sweep([1, 2]) }
        print(one.id) print(vectors.id) print(taken.id) print(head.id)
        for r in grid { print(r.id) }
        """.replacingOccurrences(of: ") print", with: ")\nprint"))
    XCTAssertEqual(ran.diagnostics.map(\.message), [])
    XCTAssertEqual(
      ran.plans.map(\.name),
      [
        "one", "vectors", "taken", "head", "grid[lr 0.1, soft 1]", "grid[lr 0.1, soft 2]",
        "grid[lr 0.3, soft 1]", "grid[lr 0.3, soft 2]",
      ])
    XCTAssertEqual(
      ran.plans.map { String($0.plan.key.hex.prefix(12)) },
      ran.output.split(separator: "\n").map(String.init))
    for (name, plan) in ran.plans {
      let coded = try JSONDecoder().decode(TuningPlan.self, from: JSONEncoder().encode(plan))
      XCTAssertEqual(coded, plan, name)
      XCTAssertEqual(coded.key, plan.key, name)
    }
  }

  func testARunWithAnUnknownFieldHasNoPlan() throws {
    let ran = try run(
      Self.nouns + """
        let steps = len(reviews) - 19
        prompt p { template: "{review} {mood}", soft: 2 }
        run r { model: lm, prompt: p, data: reviews, steps: steps }
        """)
    XCTAssertEqual(ran.diagnostics.map(\.message), [])
    XCTAssertEqual(ran.plans.map(\.name), [])
  }

  func testAFolderIsReadOnceForARunAndForASweep() throws {
    let prompt = "prompt p { from: \"saved\" }\n"
    let texts = [
      "run r { model: lm, prompt: p, data: reviews, steps: 1 }",
      "run r { model: lm, prompt: p, data: reviews, steps: 1, lr: sweep([0.1, 0.2, 0.3, 0.4]) }",
      "run r { model: lm, prompt: p, data: reviews, steps: 3, resume: \"saved\" }",
    ]
    for text in texts {
      let ran = try run(Self.nouns + prompt + text)
      XCTAssertEqual(ran.diagnostics.map(\.message), [], text)
      XCTAssertEqual(ran.host.engine.adapters.reads, 1, text)
    }
  }

  func testAFolderThatHasChangedIsReadAgain() throws {
    let ran = try run(
      Self.nouns + """
        prompt p { from: "saved" }
        run r { model: lm, prompt: p, data: reviews, steps: 3, lr: 0.5 }
        r.save("saved")
        prompt changed { from: "saved" }
        print(changed.embedding == r.prompt.embedding)
        """)
    XCTAssertEqual(ran.diagnostics.map(\.message), [])
    XCTAssertFalse(ran.output.contains("false"), ran.output)
    XCTAssertEqual(ran.host.engine.adapters.reads, 2)
  }
}
