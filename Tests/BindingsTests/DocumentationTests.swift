import Bindings
import Diagnostics
import Foundation
import Script
import XCTest

/// Runs everything that help shows as an example on the embedded model.
final class DocumentationTests: XCTestCase {
  /// The names that examples take for granted.
  private static let prelude = """
    model lm { from: "workshop" }
    dataset reviews {
      from: "reviews.csv", input: "review", target: "mood", split: [0.6, 0.2, 0.2], limit: 40
    }
    prompt hard {
      template: "Review: {review}\\nMood: {mood}"
      answers: {positive: "positive", negative: "negative"}
    }
    prompt soft { like: hard, soft: 4 }
    hyper base { steps: 12, batch: 4, seed: 1 }
    run first { model: lm, prompt: soft, data: reviews, hyper: base }
    run grid { like: first, steps: 2, lr: sweep([0.1, 0.3]) }
    """

  private var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-documentation-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let reviews = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/Bindings/Resources/sets/reviews.csv")
    try FileManager.default.copyItem(
      at: reviews, to: folder.appendingPathComponent("reviews.csv"))
  }

  override func tearDown() { try? FileManager.default.removeItem(at: folder) }

  private var host: EngineHost {
    EngineHost(
      .init(
        write: { _ in }, warn: { _ in }, display: { _ in }, observer: SilentObserver(),
        hub: BindingsRunner.noHub, interrupt: InterruptFlag(),
        storeFolder: folder.appendingPathComponent("home")))
  }

  /// The value of the last cell's last expression; throws what was wrong as one text.
  private func run(_ code: String, _ interpreter: Interpreter) throws -> Value {
    let path = folder.appendingPathComponent("example.pts").path
    let program = interpreter.prepare(SourceFile(name: "example.pts", path: path, text: code))
    let errors = program.diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty else { throw Failure(errors) }
    var value = Value.none
    for cell in program.cells where !cell.isProse {
      do {
        value = try interpreter.run(cell, of: program)
      } catch ScriptError.fault(let diagnostic) {
        throw Failure([diagnostic])
      }
    }
    return value
  }

  private struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ diagnostics: [Diagnostic]) {
      description = diagnostics.map { "\($0.message) (\($0.hint ?? ""))" }
        .joined(separator: "; ")
    }
  }

  /// An interpreter of its own for each example, so that none leans on another's names.
  private func interpreter(_ host: EngineHost, knowing prelude: Interpreter?) -> Interpreter {
    let interpreter = Interpreter(host: host)
    for name in prelude?.globalNames ?? [] {
      if let value = prelude?.value(of: name) { interpreter.define(name, value) }
    }
    return interpreter
  }

  private func onDeepStack(_ body: @escaping () throws -> Void) throws {
    try DeepStack.run { Result { try body() } }.get()
  }

  func testEveryExample() throws {
    try onDeepStack {
      let host = self.host
      let prelude = Interpreter(host: host)
      _ = try self.run(Self.prelude, prelude)

      var examples: [(topic: String, code: String, needsNames: Bool)] = []
      let nouns = Set(host.nouns.map(\.name))
      for (topic, code) in Help(host).examples {
        examples.append((topic, code, !nouns.contains(topic)))
      }
      for expression in ["lm", "hard", "first", "first.prompt", "tensor([1, 2])"] {
        guard case .object(let object) = try self.run(expression, prelude) else {
          XCTFail("`\(expression)` is no object")
          continue
        }
        let methods = object.memberNames.compactMap { object.method($0) }
        XCTAssertFalse(methods.isEmpty, expression)
        examples += methods.map { ("\(expression).\($0.name)", $0.example, true) }
      }
      XCTAssertGreaterThan(examples.count, 200)
      for (topic, code, needsNames) in examples {
        do {
          _ = try self.run(code, self.interpreter(host, knowing: needsNames ? prelude : nil))
        } catch {
          XCTFail("the example of \(topic), `\(code)`: \(error)")
        }
      }
    }
  }

  func testEveryFieldTakesItsExample() throws {
    try onDeepStack {
      let host = self.host
      let prelude = Interpreter(host: host)
      _ = try self.run(Self.prelude, prelude)
      for noun in host.nouns {
        XCTAssertFalse(noun.fields.isEmpty, noun.name)
        for field in noun.fields {
          let topic = "\(noun.name).\(field.name)"
          do {
            let value = try self.run(
              "let example = \(field.example)\nexample", self.interpreter(host, knowing: prelude))
            XCTAssertTrue(
              field.type.accepts(value), "\(topic) doesn't take its example \(field.example)")
          } catch {
            XCTFail("the example of \(topic), `\(field.example)`: \(error)")
          }
        }
      }
    }
  }

  /// A terminal of 80 × 24, the next prompt included.
  func testTheTopicsFitOneScreen() throws {
    let text = try Help(host).text(for: "")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    XCTAssertLessThanOrEqual(lines.count, 23, text)
    for line in lines { XCTAssertLessThanOrEqual(line.count, 79, String(line)) }
  }

  func testHelpKnowsTheMethodsOfModelsPromptsAndRuns() throws {
    let host = self.host
    let help = Help(host)
    XCTAssertTrue(try help.text(for: "score").contains("run.score("))
    XCTAssertTrue(try help.text(for: "run.nearest").contains("run.nearest("))
    XCTAssertTrue(try help.text(for: "model").contains("logits"))
    XCTAssertTrue(try help.text(for: "prompt.soft").contains("a field of `prompt`"))
    XCTAssertThrowsError(try help.text(for: "run.predcit")) {
      XCTAssertEqual(($0 as? Fault)?.hint, "did you mean `?run.predict`?")
    }
  }

  func testAMistypedWordOfTheEngineIsAnswered() throws {
    try onDeepStack {
      let host = self.host
      for (code, hint) in [
        ("model lm { from: \"workshp\" }", "did you mean \"workshop\", the embedded model?"),
        ("train(1)", "a run is declared by `run name { … }`"),
      ] {
        XCTAssertThrowsError(try self.run(code, Interpreter(host: host)), code) {
          XCTAssertTrue("\($0)".contains(hint), "\($0)")
        }
      }
    }
  }
}
