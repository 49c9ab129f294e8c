import Adapters
import Checkpoints
import Foundation
import Random
import ReferenceData
import Tensors
import Transformers
import Tuning
import XCTest

/// Saves adapters with the logits that they give here, for
/// `scripts/fixtures/check_saved_adapter.py`, which compares PEFT's: run by hand, with
/// `PTS_SAVED_ADAPTERS` naming an empty folder.
final class AdapterExportTests: XCTestCase {
  func testSaveForPEFT() throws {
    guard let path = ProcessInfo.processInfo.environment["PTS_SAVED_ADAPTERS"] else {
      throw XCTSkip("PTS_SAVED_ADAPTERS names no folder")
    }
    for name in [
      "tiny", "llama-grouped", "llama-tied", "neox-parallel", "opt-plain", "qwen3-biased",
      "gemma2-capped", "phi3-window", "bert-classifier", "roberta-classifier",
      "distilbert-classifier", "t5-gated", "t5-tied",
    ] {
      let folder = ReferenceData.root.appendingPathComponent("models/\(name)")
      guard FileManager.default.fileExists(atPath: folder.path) else { continue }
      let model = try ReferenceData.model(folder)
      for isLabel in [false, true]
      where isLabel ? model.kind != .encoderDecoder : model.kind != .encoder {
        // The encoders' folders have heads of two or three labels; of another size they'd be
        // refused.
        let labels = model.kind == .encoder ? try labelCount(folder) : 3
        let head = isLabel ? try model.classificationHead(labels: labels, seed: 5) : nil
        for method in try methods(model) {
          try save(
            method, model, head,
            to: URL(fileURLWithPath: path).appendingPathComponent(
              "\(name)-\(method.adapter!.type!)-\(isLabel ? "labels" : "text")"), base: name)
        }
      }
    }
  }

  private func labelCount(_ folder: URL) throws -> Int {
    try ReferenceData.json(folder.appendingPathComponent("config.json"))["id2label"]?.object?.count
      ?? 2
  }

  private func methods(_ model: LocalModel) throws -> [any TuningMethod] {
    var ways: [MethodPlan] = [
      .prompt, .ptuning(.init(kind: .lstm, width: 5)),
      .multitask(rank: 2, task: "task", tasks: ["a", "b"]),
    ]
    if model.kind != .encoderDecoder { ways.append(.prefix(projection: nil)) }
    let lowRank = try LowRankAdaptation(
      model, plan: LowRankPlan(rank: 3, alpha: 5, isRankStabilised: true), seed: 6)
    return try [lowRank]
      + ways.map { way in
        let plan = PromptPlan(
          template: try Template("{text}"), soft: 4, method: way, initial: .vocabulary, seed: 3)
        return try plan.startingMethod(model)!
      }
  }

  private func save(
    _ method: any TuningMethod, _ model: LocalModel, _ head: ClassificationHead?,
    to folder: URL, base: String
  ) throws {
    var generator = RandomGenerator(seed: 8)
    for parameter in method.parameters
      + (head?.parameters.map { .init($0.name, $0.variable) } ?? [])
    {
      parameter.variable.value.withMutableValues { values in
        for i in values.indices { values[i] += Float(generator.normal() * 0.2) }
      }
    }
    let shape = model.network.shape
    let task = try TaskModel(model, head: head)
    try Adapter(
      method, kind: model.kind, head: head, baseModel: base,
      sidecar: Adapter.Sidecar(
        plan: PromptPlan(template: try Template("{text} {mood}")), method: .prompt(.prompt),
        target: "mood", base: model, run: ""), state: nil
    ).write(to: folder, shape: shape)
    let text = "Review: the garden is lovely\nMood:"
    let ids = model.tokenizer.encode(text, addSpecialTokens: true).ids
    let isSoft = method.conditioning(on: Tape(recording: false)).soft != nil
    let soft = (0..<(isSoft ? 4 : 0)).map { Int32(-1 - $0) }
    let tape = Tape(recording: false)
    let logits: Tensor
    if head != nil || model.kind == .encoderDecoder {
      let row = RenderedRow(
        codes: soft + ids, isTarget: [], row: .element(0), label: head == nil ? nil : 0,
        reply: head == nil ? [1] : [])
      let batch = task.batch([row], for: method)
      logits = task.logits(batch, method.conditioning(on: tape), on: tape).value
    } else {
      let pass = ForwardPass(
        TokenLayout(row: soft + ids), conditioning: method.conditioning(on: tape), on: tape)
      logits =
        model.causal!.logits(
          pass, rows: (soft.count..<soft.count + ids.count).map(Int32.init)
        ).value
    }
    try SafeTensors.write(
      [("logits", logits)], metadata: ["text": text],
      to: folder.appendingPathComponent("golden.safetensors"))
  }
}
