import Adapters
import Checkpoints
import Data
import Foundation
import JSON
import ReferenceData
import Tensors
import Transformers
import Tuning
import XCTest

/// Ten steps of every method that PEFT has, against PEFT: the same losses, parameters, files and
/// logits.
final class MethodParityTests: XCTestCase {
  func testTenStepsOfEveryCase() throws {
    let folders = try ReferenceData.folders("methods", holding: "case.json")
    XCTAssertGreaterThanOrEqual(folders.count, 12)
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
      ReferenceData.root.appendingPathComponent(golden["model"]!.string!))
    let kind = golden["method"]!.string!
    let tokens = golden["tokens"]!.int!
    let plan = PromptPlan(
      template: try Template(golden["template"]!.string!), soft: tokens, method: planned(kind))
    let rows = try rows(golden, plan, model, name)
    let method = try method(kind, in: folder, "initial", model.network)

    var hyper = Hyperparameters()
    hyper.optimizer = .adamW
    hyper.learningRate = golden["lr"]!.double!
    hyper.decay = golden["decay"]!.double!
    hyper.length = .steps(golden["steps"]!.int!)
    hyper.batch = golden["batch"]!.int!
    hyper.shuffles = false
    let run = try TuningRun(
      model: try TaskModel(model, head: nil), method: method, hyper: hyper, train: rows,
      validRows: 0, evaluate: nil)
    try run.run { _, _ in .proceed }
    XCTAssertEqual(run.state.losses.count, golden["losses"]!.numbers.count)
    for (loss, expected) in zip(run.state.losses, golden["losses"]!.numbers) {
      XCTAssertEqual(Double(loss), expected, accuracy: 1e-4 * expected, name)
    }
    let final = try SafeTensors(folder.appendingPathComponent("final.safetensors"))
    for parameter in method.parameters {
      let expected = try final.tensor(moduleName(parameter.name))
      XCTAssertEqual(parameter.variable.shape, expected.shape, "\(name) \(parameter.name)")
      for (a, b) in zip(parameter.variable.value.values, expected.values) {
        XCTAssertEqual(a, b, accuracy: 1e-3, "\(name) \(parameter.name)")
      }
    }
    try checkAdapter(method, folder, name)
    let goldens = try SafeTensors(folder.appendingPathComponent("goldens.safetensors"))
    for (label, method) in [
      ("trained", try self.method(kind, in: folder, "final", model.network)),
      ("adapter", try adapter(kind, in: folder, model.network)),
    ] {
      for task in 0..<golden["tasks"]!.int! {
        let logits = try logits(
          method, model, plan, task: task, golden["ids"]!.ids, golden["reply"]?.ids)
        let expected = try goldens.tensor("task.\(task)")
        XCTAssertEqual(logits.shape, expected.shape)
        let scale = expected.values.map(abs).max()!
        let worst = zip(logits.values, expected.values).map { abs($0 - $1) }.max()!
        XCTAssertLessThanOrEqual(worst, 1e-4 * scale, "\(name) \(label) \(task)")
      }
    }
  }

  private func planned(_ kind: String) -> MethodPlan {
    if kind.hasPrefix("prefix") { return .prefix(projection: nil) }
    return kind == "multitask" ? .multitask(rank: 2, task: "task", tasks: ["0", "1"]) : .prompt
  }

  /// The rows as PEFT was given them: the tokens after the soft ones, and which are targets.
  private func rows(
    _ golden: JSONValue, _ plan: PromptPlan, _ model: LocalModel, _ name: String
  ) throws -> [RenderedRow] {
    let renderer = try TokenRenderer(
      plan, target: "mood", tokenizer: model.tokenizer, endToken: nil, demos: [])
    let inFront = plan.soft - plan.prefixLength
    return try golden["rows"]!.array!.enumerated().map { index, row in
      let task = row["task"]!.int!
      if let reply = row["reply"]?.ids {
        return RenderedRow(
          codes: codes(row["ids"]!.ids, plan, task: task), isTarget: [], row: .element(index),
          reply: reply)
      }
      let rendered = try renderer.render(
        DataRow(
          index: index,
          fields: [
            "review": row["review"]!.string!, "mood": row["mood"]!.string!, "task": "\(task)",
          ]))
      XCTAssertEqual(rendered.codes, codes(row["ids"]!.ids, plan, task: task), name)
      XCTAssertEqual(
        rendered.isTarget.dropFirst(inFront).map { $0 ? 1 : 0 }, row["target"]!.ids, name)
      return rendered
    }
  }

  /// A text after the soft tokens of its task.
  private func codes(_ ids: [Int32], _ plan: PromptPlan, task: Int) -> [Int32] {
    let first = plan.method == planned("multitask") ? task * plan.soft : 0
    return (0..<plan.soft - plan.prefixLength).map { Int32(-1 - first - $0) } + ids
  }

  /// PEFT's module calls the shared prompt by its layer's name, its file by what it is.
  private func moduleName(_ name: String) -> String {
    name == "prompt_embeddings" ? "embedding.weight" : name
  }

  private func method(
    _ kind: String, in folder: URL, _ state: String, _ network: any TransformerModel
  ) throws -> any TuningMethod {
    let file = try SafeTensors(folder.appendingPathComponent("\(state).safetensors"))
    let tensors = Dictionary(
      uniqueKeysWithValues: try file.entries.keys.map { ($0, try file.tensor($0)) })
    switch kind {
    case "prefix", "prefix-projected": return try PrefixPrompt(parameters: tensors, for: network)
    case "multitask":
      return try MultitaskPrompt(
        embedding: tensors["embedding.weight"]!, columns: tensors["prefix_task_cols"]!,
        rows: tensors["prefix_task_rows"]!)
    default: return try PromptEncoder(parameters: tensors, tokens: 5)
    }
  }

  /// The method as PEFT's folder keeps it.
  private func adapter(
    _ kind: String, in folder: URL, _ network: any TransformerModel
  ) throws -> any TuningMethod {
    let file = try SafeTensors(
      folder.appendingPathComponent("adapter/adapter_model.safetensors"))
    let prompt = try file.tensor("prompt_embeddings")
    switch kind {
    case "prefix", "prefix-projected": return try PrefixPrompt(prompt, for: network)
    case "multitask":
      return try MultitaskPrompt(
        embedding: prompt, columns: file.tensor("prefix_task_cols"),
        rows: file.tensor("prefix_task_rows"))
    default: return SoftPrompt(prompt)
    }
  }

  /// What the method would leave in a folder is what PEFT left there.
  private func checkAdapter(_ method: any TuningMethod, _ folder: URL, _ name: String) throws {
    let contents = try XCTUnwrap(method.adapter)
    let config = try ReferenceData.json(
      folder.appendingPathComponent("adapter/adapter_config.json"))
    XCTAssertEqual(config["peft_type"]?.string, contents.type, name)
    for field in contents.fields {
      XCTAssertEqual(config[field.name]?.double, field.value.double, "\(name) \(field.name)")
      if field.value.double == nil {
        XCTAssertEqual(config[field.name], field.value, "\(name) \(field.name)")
      }
    }
    // Every field is either the method's own or one that all adapters have.
    let common = [
      "auto_mapping", "base_model_name_or_path", "inference_mode", "modules_to_save",
      "num_attention_heads", "num_layers", "num_transformer_submodules", "peft_type",
      "peft_version", "revision", "task_type", "token_dim",
    ]
    XCTAssertEqual(
      Set(config.object!.map(\.name)), Set(common + contents.fields.map(\.name)), name)
    let file = try SafeTensors(
      folder.appendingPathComponent("adapter/adapter_model.safetensors"))
    XCTAssertEqual(file.entries.keys.sorted(), contents.tensors.map(\.name).sorted(), name)
    for (key, tensor) in contents.tensors {
      let expected = try file.tensor(key)
      // PEFT keeps P rows more of an encoder–decoder's soft tokens, which nothing reads.
      if contents.type == "P_TUNING", config["num_transformer_submodules"]?.int == 2 {
        XCTAssertEqual([2 * tensor.shape[0], tensor.shape[1]], expected.shape, "\(name) \(key)")
      } else {
        XCTAssertEqual(tensor.shape, expected.shape, "\(name) \(key)")
      }
      for (a, b) in zip(tensor.values, expected.values) {
        XCTAssertEqual(a, b, accuracy: 1e-3, "\(name) \(key)")
      }
    }
    let prompt = try XCTUnwrap(method.prompt)
    XCTAssertEqual(prompt, contents.tensors.first { $0.name == "prompt_embeddings" }!.tensor, name)
    XCTAssertEqual(prompt.shape[0], config["num_virtual_tokens"]?.int, name)
  }

  /// At the text's own positions, or at those of the reply to it.
  private func logits(
    _ method: any TuningMethod, _ model: LocalModel, _ plan: PromptPlan, task: Int,
    _ ids: [Int32], _ reply: [Int32]?
  ) throws -> Tensor {
    let tape = Tape(recording: false)
    let codes = codes(ids, plan, task: task)
    let conditioning = method.conditioning(on: tape)
    if let reply {
      let bench = try TaskModel(model, head: nil)
      let row = RenderedRow(codes: codes, isTarget: [], row: .element(0), reply: reply)
      return bench.logits(bench.batch([row], for: method), conditioning, on: tape).value
    }
    return model.causal!.logits(
      ForwardPass(TokenLayout(row: codes), conditioning: conditioning, on: tape),
      rows: (codes.count - ids.count..<codes.count).map(Int32.init)
    ).value
  }
}
