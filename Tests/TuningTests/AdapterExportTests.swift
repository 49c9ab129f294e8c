import Foundation
import ReferenceData
import Tensors
import Transformers
import Tuning
import XCTest

/// Saves adapters with the logits that they give here, for `scripts/fixtures/check_saved_adapter.py`,
/// which compares PEFT's: run by hand, with `PTS_SAVED_ADAPTERS` naming an empty folder.
final class AdapterExportTests: XCTestCase {
  func testSaveForPEFT() throws {
    guard let path = ProcessInfo.processInfo.environment["PTS_SAVED_ADAPTERS"] else {
      throw XCTSkip("PTS_SAVED_ADAPTERS names no folder")
    }
    for name in [
      "tiny", "llama-grouped", "llama-tied", "neox-parallel", "opt-plain", "qwen3-biased",
    ] {
      let model = try ReferenceData.model(
        ReferenceData.root.appendingPathComponent("models/\(name)"))
      for isLabel in [false, true] {
        let head = isLabel ? try model.classificationHead(labels: 3, seed: 5) : nil
        let plan = LowRankPlan(rank: 3, alpha: 5, isRankStabilised: isLabel)
        for method in [
          SoftPrompt(model.network.embedding.value.firstRows(4)) as any TuningMethod,
          try LowRankAdaptation(model, plan: plan, seed: 6),
        ] {
          try save(
            method, model, head,
            to: URL(fileURLWithPath: path).appendingPathComponent(
              "\(name)-\(method.adapter!.type!)-\(isLabel ? "labels" : "text")"), base: name)
        }
      }
    }
  }

  private func save(
    _ method: any TuningMethod, _ model: LanguageModel, _ head: ClassificationHead?,
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
    let soft = (0..<(method.prompt?.shape[0] ?? 0)).map { Int32(-1 - $0) }
    let tape = Tape(recording: false)
    let logits: Tensor
    if head != nil {
      let row = RenderedRow(codes: soft + ids, isTarget: [], row: 0, label: 0)
      let batch = task.batch([row], for: method)
      logits = task.logits(batch, method.steering(on: tape), on: tape).value
    } else {
      let pass = ForwardPass(
        TokenLayout(row: soft + ids), steering: method.steering(on: tape), on: tape)
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

extension Tensor {
  fileprivate func firstRows(_ count: Int) -> Tensor {
    Tensor(Array(values.prefix(count * shape[1])), shape: [count, shape[1]])
  }
}
