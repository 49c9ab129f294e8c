import Adapters
import Checkpoints
import Foundation
import JSON
import ReferenceData
import Tensors
import Transformers
import Tuning
import TuningFixtures
import XCTest

/// LoRA against PEFT: the logits of its folders, and ten steps from there.
final class LowRankTests: XCTestCase {
  func testEveryCaseOfPEFT() throws {
    let folders = try ReferenceData.folders("adapters/lora", holding: "case.json")
    XCTAssertGreaterThanOrEqual(folders.count, 18)
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
    let modelName = golden["model"]!.string!
    let model = try ReferenceData.model(
      ReferenceData.root.appendingPathComponent("models/\(modelName)"))
    let adapter = try Adapter(folder: folder.appendingPathComponent("adapter"))
    XCTAssertEqual(try adapter.check(base: model, name: "/a/\(modelName)"), [], name)
    let method = try adapter.method(for: model)
    let task = try TaskModel(model, head: try adapter.classificationHead(for: model))
    let isLabel = task.head != nil
    XCTAssertEqual(isLabel, golden["task"]!.string == "SEQ_CLS")

    let ids = golden["ids"]!.ids
    let rows = golden["rows"]!.array!.enumerated().map { index, row in
      RenderedRow(
        codes: row["ids"]!.ids,
        isTarget: row["target"]?.ids.map { $0 == 1 } ?? row["ids"]!.ids.map { _ in false },
        row: .element(index), label: row["label"]?.int.map(Int32.init),
        reply: row["reply"]?.ids ?? [])
    }
    let row = RenderedRow(codes: ids, isTarget: ids.map { _ in true }, row: .element(0), label: 0)
    let tape = Tape(recording: false)
    let found: Tensor
    if isLabel || model.kind == .encoderDecoder {
      let asked = isLabel ? row : rows[0]
      found =
        task.logits(task.batch([asked], for: method), method.conditioning(on: tape), on: tape).value
    } else {
      let pass = ForwardPass(
        TokenLayout(row: ids), conditioning: method.conditioning(on: tape), on: tape)
      found = model.causal!.logits(pass, rows: ids.indices.map(Int32.init)).value
    }
    let expected = try SafeTensors(folder.appendingPathComponent("goldens.safetensors"))
      .tensor("logits")
    XCTAssertEqual(found.shape, expected.shape, name)
    let scale = expected.values.map(abs).max()!
    let worst = zip(found.values, expected.values).map { abs($0 - $1) }.max()!
    XCTAssertLessThanOrEqual(worst, 1e-4 * scale, "\(name) logits")

    var hyper = Hyperparameters()
    hyper.learningRate = golden["lr"]!.double!
    hyper.decay = golden["decay"]!.double!
    hyper.length = .steps(golden["steps"]!.int!)
    hyper.batch = golden["batch"]!.int!
    hyper.shuffles = false
    let run = try TuningRun(
      model: task, method: method, hyper: hyper, train: rows, validRows: 0, evaluate: nil)
    let summary = try run.run { _, _ in .proceed }
    XCTAssertEqual(summary.baseDigestBefore, summary.baseDigestAfter)
    let losses = golden["losses"]!.numbers
    XCTAssertEqual(run.state.losses.count, losses.count)
    for (loss, expected) in zip(run.state.losses, losses) {
      XCTAssertEqual(Double(loss), expected, accuracy: 1e-4 * expected, "\(name) loss")
    }
    try saveAndCompare(adapter, method, model, name)
  }

  /// A folder of PEFT's that is loaded, tuned and saved says the same as before.
  private func saveAndCompare(
    _ adapter: Adapter, _ method: any TuningMethod, _ model: LocalModel, _ name: String
  ) throws {
    let again = try LowRankAdaptation(method.adapter!, for: model)
    XCTAssertEqual(
      again.parameters.map(\.variable.value), method.parameters.map(\.variable.value), name)
    for field in ["r", "lora_alpha", "use_rslora", "fan_in_fan_out"] {
      XCTAssertEqual(method.adapter![field], adapter.contents[field], "\(name) \(field)")
    }
    let tape = Tape(recording: false)
    let (one, other) = (method.conditioning(on: tape).lowRank, again.conditioning(on: tape).lowRank)
    XCTAssertEqual(one.mapValues(\.scale), other.mapValues(\.scale), name)
  }

  func testAFreshUpdateChangesNothing() throws {
    let model = try ReferenceData.model(
      ReferenceData.root.appendingPathComponent("models/llama-grouped"))
    let method = try LowRankAdaptation(model, plan: LowRankPlan(rank: 3), seed: 4)
    XCTAssertEqual(method.parameters.count, 8)
    for parameter in method.parameters where parameter.name.hasSuffix("lora_A.weight") {
      let bound = 1 / Float(parameter.variable.shape[1]).squareRoot()
      let values = parameter.variable.value.values
      XCTAssertLessThanOrEqual(values.map(abs).max()!, bound)
      XCTAssertGreaterThan(values.map(abs).max()!, bound * 0.8)
    }
    let ids: [Int32] = [5, 9, 200, 31]
    func logits(_ conditioning: Conditioning) -> [Float] {
      let pass = ForwardPass(
        TokenLayout(row: ids), conditioning: conditioning, on: Tape(recording: false))
      return model.causal!.logits(pass, rows: [0, 1, 2, 3]).value.values
    }
    XCTAssertEqual(logits(method.conditioning(on: Tape())), logits(Conditioning()))
    let twin = try LowRankAdaptation(model, plan: LowRankPlan(rank: 3), seed: 4)
    XCTAssertEqual(twin.parameters.map(\.variable.value), method.parameters.map(\.variable.value))
    let other = try LowRankAdaptation(model, plan: LowRankPlan(rank: 3), seed: 5)
    XCTAssertNotEqual(other.parameters[0].variable.value, method.parameters[0].variable.value)
  }

  func testWhatCannotBeUpdated() throws {
    let tiny = try TinyModel().language
    XCTAssertThrowsError(
      try LowRankAdaptation(tiny, plan: LowRankPlan(targets: ["c_attn", "q_proj"]), seed: 1)
    ) {
      XCTAssertEqual(
        $0 as? MethodError, .noSuchLayer("q_proj", known: ["c_attn", "c_fc", "c_proj"]))
    }
    // A part of a name is no name.
    XCTAssertThrowsError(
      try LowRankAdaptation(tiny, plan: LowRankPlan(targets: ["attn"]), seed: 1))
    XCTAssertThrowsError(
      try LowRankAdaptation(TinyModel(trainable: true).language, seed: 1)
    ) { XCTAssertEqual($0 as? MethodError, .trainableBase) }
    let wide = try LowRankAdaptation(TinyModel(hidden: 24).language, seed: 1).adapter!
    XCTAssertThrowsError(try LowRankAdaptation(wide, for: tiny)) {
      XCTAssertEqual(
        $0 as? AdapterError,
        .wrongWidth(
          tensor: "base_model.model.transformer.h.0.attn.c_attn.lora_A.weight", found: 24,
          expected: 16))
    }
    let deep = try LowRankAdaptation(TinyModel(layers: 3).language, seed: 1).adapter!
    XCTAssertThrowsError(try LowRankAdaptation(deep, for: tiny))
  }
}
