import Checkpoints
import Data
import Foundation
import JSON
import ReferenceData
import Tensors
import Tokenizers
import Transformers
import Tuning
import XCTest

/// Ten steps of prompt tuning against PEFT and torch: the same losses, the same prompt at the end.
final class ReferenceRunTests: XCTestCase {
  func testTenStepsOfEveryCase() throws {
    let folders = try ReferenceData.folders("tuning", holding: "case.json")
    XCTAssertGreaterThanOrEqual(folders.count, 16)
    for folder in folders {
      do {
        try compare(folder)
      } catch {
        // The other folders are checked all the same.
        XCTFail("\(folder.lastPathComponent): \(error)")
      }
    }
  }

  private func compare(_ folder: URL) throws {
    let name = folder.lastPathComponent
    let golden = try ReferenceData.json(folder.appendingPathComponent("case.json"))
    let model = try ReferenceData.model(
      ReferenceData.root.appendingPathComponent("models/\(golden["model"]!.string!)"))
    let initial = try vectors(folder, "initial")
    let plan = PromptPlan(
      template: try Template(golden["template"]!.string!), soft: golden["tokens"]!.int!,
      initial: .vectors([], from: "PEFT"))
    let renderer = try TokenRenderer(
      plan, target: "mood", tokenizer: model.tokenizer, endToken: nil, demos: [])
    let rows = try golden["rows"]!.array!.enumerated().map { index, row in
      let rendered = try renderer.render(
        DataRow(
          index: index,
          fields: ["review": row["review"]!.string!, "mood": row["mood"]!.string!]))
      // The tokens after the soft ones, and which are targets, are PEFT's own.
      XCTAssertEqual(Array(rendered.codes.dropFirst(plan.soft)), row["ids"]!.ids, name)
      XCTAssertEqual(
        rendered.isTarget.dropFirst(plan.soft).map { $0 ? 1 : 0 }, row["target"]!.ids, name)
      return rendered
    }

    var hyper = Hyperparameters()
    hyper.optimizer = try XCTUnwrap(OptimizerKind(rawValue: golden["optimizer"]!.string!))
    hyper.learningRate = golden["lr"]!.double!
    hyper.decay = golden["decay"]!.double!
    hyper.momentum = golden["momentum"]?.double ?? 0
    hyper.clip = golden["clip"]?.double
    hyper.length = .steps(golden["steps"]!.int!)
    hyper.batch = golden["batch"]!.int!
    hyper.shuffles = false

    let prompt = SoftPrompt(initial)
    let soft = prompt.parameters[0].variable
    let task = try TaskModel(model, head: nil)
    let goldens = try SafeTensors(folder.appendingPathComponent("goldens.safetensors"))
    _ = GradientStep(model: task, method: prompt)(Batch(Array(rows.prefix(hyper.batch))))
    assertClose(
      soft.gradient!.values, try goldens.tensor("first_gradient").values, 1e-4, "\(name) gradient")
    soft.gradient = nil

    let run = try TuningRun(
      model: task, method: prompt, hyper: hyper, train: rows, validRows: 0, evaluate: nil)
    var norms: [Double] = []
    try run.run { event, _ in
      if case .step(let report) = event { norms.append(report.gradientNorm) }
      return .proceed
    }
    for (loss, expected) in zip(run.state.losses, golden["losses"]!.numbers) {
      XCTAssertEqual(Double(loss), expected, accuracy: 1e-4 * expected, name)
    }
    for (norm, expected) in zip(norms, golden["gradient_norms"]!.numbers) {
      XCTAssertEqual(norm, expected, accuracy: 1e-3 * expected, name)
    }
    let final = try vectors(folder, "final")
    for (a, b) in zip(soft.value.values, final.values) {
      XCTAssertEqual(a, b, accuracy: 1e-3, name)
    }
    try checkLogits(golden, model, final, try goldens.tensor("logits"), name)
  }

  /// The soft tokens `[P, H]` of a folder of PEFT.
  private func vectors(_ folder: URL, _ state: String) throws -> Tensor {
    try SafeTensors(folder.appendingPathComponent("\(state)/adapter_model.safetensors"))
      .tensor("prompt_embeddings")
  }

  private func checkLogits(
    _ golden: JSONValue, _ model: LocalModel, _ prompt: Tensor, _ expected: Tensor,
    _ name: String
  ) throws {
    let count = prompt.shape[0]
    let ids = golden["ids"]!.ids
    let pass = ForwardPass(
      TokenLayout(row: (0..<count).map { Int32(-1 - $0) } + ids),
      conditioning: Conditioning(soft: Variable(prompt)), on: Tape(recording: false))
    let logits = model.causal!.logits(pass, rows: (count..<count + ids.count).map(Int32.init)).value
    XCTAssertEqual(logits.shape, expected.shape)
    assertClose(logits.values, expected.values, 1e-4, "\(name) logits")
  }

  private func assertClose(_ a: [Float], _ b: [Float], _ accuracy: Float, _ name: String) {
    let scale = b.map(abs).max() ?? 0
    let worst = zip(a, b).map { abs($0 - $1) }.max() ?? 0
    XCTAssertLessThanOrEqual(worst, accuracy * scale, name)
  }

  func testSchedules() throws {
    let cases = try ReferenceData.json(
      ReferenceData.root.appendingPathComponent("schedules.json"))["cases"]!.array!
    XCTAssertGreaterThan(cases.count, 5)
    for golden in cases {
      let kind = try XCTUnwrap(Schedule.Kind(rawValue: golden["schedule"]!.string!))
      let schedule = Schedule(
        kind: kind, peak: 2, warmUp: golden["warmup"]!.int!, total: golden["steps"]!.int!)
      for (step, factor) in golden["factors"]!.numbers.enumerated() {
        XCTAssertEqual(schedule.rate(at: step), 2 * factor, accuracy: 1e-12)
      }
    }
  }
}
