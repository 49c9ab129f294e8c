import Adapters
import Checkpoints
import Files
import Foundation
import JSON
import ReferenceData
import Tensors
import Tuning
import TuningFixtures
import XCTest

/// Adapter folders of strangers: each fault is told with its file, and none is fatal.
final class HostileAdapterTests: XCTestCase {
  private var folder: URL!

  override func setUp() {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-hostile-\(UUID().uuidString)")
  }

  override func tearDown() { try? FileManager.default.removeItem(at: folder) }

  private func expect(
    _ says: String, _ name: String, file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertThrowsError(
      try Adapter(folder: folder, includingState: true), name, file: file, line: line
    ) { error in
      XCTAssertTrue(
        error is CheckpointError || error is FileError, "\(name): \(error)", file: file, line: line)
      XCTAssertTrue("\(error)".contains(says), "\(name): \(error)", file: file, line: line)
      XCTAssertTrue("\(error)".contains(self.folder.lastPathComponent), "\(error)")
    }
  }

  /// Prompt tuning, `[5, H]`.
  private let prompt = "tuning/adamw-p5/initial"
  private let lora = "adapters/lora/gpt2/adapter"
  private let labels = "adapters/lora/llama-labels/adapter"

  private func copy(_ name: String) throws {
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.copyItem(
      at: ReferenceData.root.appendingPathComponent(name), to: folder)
  }

  private func change(_ file: String, _ field: String, _ value: Any?) throws {
    let url = folder.appendingPathComponent(file)
    var root = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as! [String: Any]
    root[field] = value
    try JSONSerialization.data(withJSONObject: root).write(to: url)
  }

  func testConfigurations() throws {
    let cases: [(of: String, field: String, value: Any?, says: String)] = [
      (prompt, "peft_type", nil, "peft_type"), (prompt, "peft_type", 3, "peft_type"),
      (prompt, "peft_type", "LOHA", "`LOHA` can't be read; known: PROMPT_TUNING"),
      (prompt, "peft_type", "LORA", "r: must be"),
      (prompt, "peft_type", "PREFIX_TUNING", ""),
      (prompt, "peft_type", "MULTITASK_PROMPT_TUNING", "num_tasks"),
      (prompt, "task_type", "TOKEN_CLS", "TOKEN_CLS"), (prompt, "task_type", [1], "task_type"),
      (prompt, "task_type", "SEQ_CLS", "score.weight"),
      (prompt, "base_model_name_or_path", [1], "base_model_name_or_path"),
      (prompt, "num_virtual_tokens", nil, "num_virtual_tokens"),
      (prompt, "num_virtual_tokens", 0, "num_virtual_tokens"),
      (prompt, "num_virtual_tokens", -5, "num_virtual_tokens"),
      (prompt, "num_virtual_tokens", 6, "prompt_embeddings"),
      (prompt, "num_virtual_tokens", 5.5, "num_virtual_tokens"),
      (prompt, "num_virtual_tokens", "5", "num_virtual_tokens"),
      (prompt, "num_virtual_tokens", Int.max, "num_virtual_tokens"),
      (prompt, "num_transformer_submodules", 2, "prompt_embeddings"),
      (prompt, "num_transformer_submodules", Int.max, "num_transformer_submodules"),
      (lora, "r", 0, "r: must"), (lora, "r", Int.max, "r: must"), (lora, "r", 9, "lora_A"),
      (lora, "r", nil, "r: must"), (lora, "lora_alpha", "8", "lora_alpha"),
      (lora, "lora_alpha", 1e300, "lora_alpha"), (lora, "use_dora", true, "use_dora"),
      (lora, "bias", "all", "bias"), (lora, "init_lora_weights", "pissa", "init_lora_weights"),
      (lora, "use_rslora", "yes", "use_rslora"), (lora, "rank_pattern", [3], "rank_pattern"),
      (lora, "rank_pattern", ["c_attn": 0], "rank_pattern"),
      (lora, "rank_pattern", ["c_attn": 3], "lora_A"),
      (lora, "alpha_pattern", ["^c_.*": 3], "pattern"),
      (lora, "layer_replication", [[0, 1]], "layer_replication"),
      (lora, "peft_type", "PROMPT_TUNING", "fan_in_fan_out: is true"),
      (lora, "use_something_new", true, "use_something_new: is true, and pts doesn't know"),
      (prompt, "prefix_projection", true, "prefix_projection: is true"),
      (labels, "task_type", "CAUSAL_LM", "score.weight"),
    ]
    for (source, field, value, says) in cases {
      try copy(source)
      XCTAssertNoThrow(try Adapter(folder: folder), source)
      if field == "peft_type", value as? String == "PREFIX_TUNING" { continue }
      try change("adapter_config.json", field, value)
      expect(says, "\(field) \(value ?? "missing")")
    }
    for text in ["", "{", "[]", "{}", "3", String(repeating: "[", count: 100_000)] {
      try copy(prompt)
      try Data(text.utf8).write(to: folder.appendingPathComponent("adapter_config.json"))
      expect("adapter_config.json", text)
    }
  }

  func testTensors() throws {
    let a = "base_model.model.transformer.h.0.attn.c_attn.lora_A.weight"
    let b = "base_model.model.transformer.h.0.attn.c_attn.lora_B.weight"
    let ones = Tensor.full(1, [5, 32])
    let cases: [(of: String, tensors: [(String, Tensor)], says: String)] = [
      (prompt, [], "prompt_embeddings"), (prompt, [("prompt_embeddings.weight", ones)], "prompt"),
      (prompt, [("prompt_embeddings", .full(.nan, [5, 32]))], "not finite"),
      (prompt, [("prompt_embeddings", .full(.infinity, [5, 32]))], "not finite"),
      (prompt, [("prompt_embeddings", .full(1, [5]))], "shape [5]"),
      (prompt, [("prompt_embeddings", .full(1, [5, 0]))], "shape [5, 0]"),
      (prompt, [("prompt_embeddings", .full(1, [1, 5, 32]))], "shape [1, 5, 32]"),
      (prompt, [("prompt_embeddings", ones), ("base_model.score.weight", ones)], "score.weight"),
      (lora, [], "lora_A"), (lora, [(a, .full(1, [8, 32]))], "lora_B"),
      (lora, [(b, .full(1, [96, 8]))], "belongs to nothing"),
      (lora, [(a, .full(1, [7, 32])), (b, .full(1, [96, 7]))], "shape [7, 32]"),
      (lora, [(a, .full(1, [8, 32])), (b, .full(1, [8, 96]))], "shape [8, 96]"),
      (lora, [(a, .full(1, [8, 32])), (b, .full(.nan, [96, 8]))], "not finite"),
      (lora, [(a, .full(1, [8])), (b, .full(1, [96, 8]))], "shape [8]"),
      (lora, [("lora_A.weight", ones), ("lora_B.weight", ones)], "belongs to nothing"),
      (lora, [("base_model.model.lora_A.weight", ones)], "belongs to nothing"),
      (
        lora, [(a, .full(1, [8, 32])), (b, .full(1, [96, 8])), ("lora_magnitude_vector", ones)],
        "belongs to nothing"
      ),
      (
        labels,
        [
          ("base_model.model.score.weight", ones), ("base_model.model.classifier.weight", ones),
          (a, .full(1, [8, 32])), (b, .full(1, [96, 8])),
        ], "classifier.weight"
      ),
      (
        labels,
        [
          ("base_model.model.score.weight", .full(.nan, [3, 24])), (a, .full(1, [8, 32])),
          (b, .full(1, [96, 8])),
        ], "not finite"
      ),
    ]
    for (source, tensors, says) in cases {
      try copy(source)
      try SafeTensors.write(tensors, to: folder.appendingPathComponent("adapter_model.safetensors"))
      expect(says, "\(tensors.map(\.0)) \(says)")
    }
    try copy(prompt)
    try FileManager.default.removeItem(
      at: folder.appendingPathComponent("adapter_model.safetensors"))
    expect("adapter_model.safetensors", "no tensors")
    try copy(prompt)
    try FileManager.default.removeItem(at: folder.appendingPathComponent("adapter_config.json"))
    expect("adapter_config.json", "no configuration")
  }

  // MARK: The sidecar

  /// A folder of ours after three steps.
  private func writeOurs() throws {
    let model = try TinyModel()
    let method = model.soft(2)
    var state = TuningState(parameters: [method.prompt!], names: ["prompt_embeddings"])
    state.step = 3
    state.losses = [3, 2, 1]
    state.stepSeconds = [1, 1, 1]
    state.optimizer = [
      "steps": Tensor([3], shape: [1]), "mean.0": method.prompt!, "square.0": method.prompt!,
    ]
    state.evaluations = [Evaluation(step: 2, loss: 2, accuracy: 0.5)]
    state.best = .init(step: 2, loss: 2, parameters: [method.prompt!])
    try? FileManager.default.removeItem(at: folder)
    try Adapter(
      method, kind: .decoder, head: nil, baseModel: nil,
      sidecar: Adapter.Sidecar(
        plan: try model.plan("{review} {mood}", soft: 2), method: .prompt(.prompt), target: "mood",
        hyper: Hyperparameters(), base: model.language, run: "r"), state: state
    ).write(to: folder, shape: model.causal.shape)
  }

  func testSidecars() throws {
    let cases: [(field: String, value: Any?, says: String)] = [
      ("version", 3, "version"), ("version", 0, "version"), ("version", nil, "version"),
      ("version", "1", "version"),
      ("template", 3, "template"), ("template", "{open", "template"), ("template", nil, "template"),
      ("soft", -1, "soft"), ("soft", Int.max, "soft"), ("demos", -1, "demos"),
      ("promptSeed", -1, "pts.json"), ("answers", [["a"]], "answers"),
      ("labels", [String](), "labels"), ("method", ["kind": "magic"], "method"),
      ("method", ["kind": "ptuning", "network": "cnn", "layers": 2], "method.network"),
      ("method", ["kind": "ptuning", "network": "mlp", "layers": 1 << 40], "method"),
      ("method", ["kind": "multitask", "rank": 0, "task": "t", "tasks": ["a"]], "method"),
      ("metrics", ["a": "b"], "metrics"), ("progress", [1], "progress"),
      ("digests", ["../../etc/passwd": "x"], "digests"), ("digests", [String: String](), "digests"),
      ("digests", ["adapter_model.safetensors": "00"], "adapter_model.safetensors"),
    ]
    for (field, value, says) in cases {
      try writeOurs()
      try change("pts.json", field, value)
      expect(says, "\(field) \(value ?? "missing")")
    }
    for (field, value) in [
      ("batch", 0), ("betas", [0.9]), ("evaluateEvery", 0), ("learningRate", "nan"),
      ("length", ["steps": -1]), ("length", ["steps": ["_0": -1]]), ("length", ["steps": [1]]),
      ("classWeights", ["weights": ["a": -1]]), ("optimizer", "magic"), ("warmUp", -1),
    ] as [(String, Any)] {
      try writeOurs()
      let url = folder.appendingPathComponent("pts.json")
      let root = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as! [String: Any]
      var hyper = root["hyper"] as! [String: Any]
      hyper[field] = value
      try change("pts.json", "hyper", hyper)
      expect("hyper.\(field)", field)
    }
    for text in ["", "{", "[]", "{}", String(repeating: "[", count: 100_000)] {
      try writeOurs()
      try Data(text.utf8).write(to: folder.appendingPathComponent("pts.json"))
      expect("pts.json", text)
    }
  }

  /// A prompt that asks for more soft tokens than there are.
  func testSidecarsOfOtherAdapters() throws {
    try writeOurs()
    try change(
      "pts.json", "method", ["kind": "multitask", "rank": 1, "task": "t", "tasks": ["a", "b"]])
    expect("method.tasks: are 2, the adapter has 0", "tasks of a plain prompt")

    let model = try TinyModel()
    var plan = try model.plan("{review} {mood}", soft: 2)
    for (method, field, value, says) in [
      (.deep, "soft", 3, "soft: is 3, the adapter has 2"),
      (
        .multitask(rank: 1, task: "t", tasks: ["a", "b"]), "method",
        ["kind": "multitask", "rank": 1, "task": "t", "tasks": ["a", "b", "c"]],
        "method.tasks: are 3, the adapter has 2"
      ),
    ] as [(MethodPlan, String, Any, String)] {
      plan.method = method
      try Adapter(
        plan.startingMethod(model.language)!.adapter!, kind: .decoder, head: nil, baseModel: nil,
        sidecar: Adapter.Sidecar(
          plan: plan, method: .prompt(method), target: "mood", base: model.language, run: "r")
      ).write(to: folder, shape: model.causal.shape)
      XCTAssertNoThrow(try Adapter(folder: folder))
      try change("pts.json", field, value)
      expect(says, says)
    }
  }

  func testStates() throws {
    let good = Tensor.full(1, [2, 16])
    let whole: [(String, Tensor)] = [
      ("parameters.prompt_embeddings", good), ("best.prompt_embeddings", good),
      ("losses", .full(1, [3])),
      ("step_seconds", .full(1, [3])),
    ]
    func swapping(_ name: String, _ tensor: Tensor) -> [(String, Tensor)] {
      whole.map { $0.0 == name ? (name, tensor) : $0 }
    }
    let cases: [([(String, Tensor)], String)] = [
      ([], "parameters.prompt_embeddings"),
      (swapping("best.prompt_embeddings", .full(1, [3, 16])), "best.prompt_embeddings"),
      (swapping("losses", .full(1, [2])), "losses"),
      (swapping("losses", .full(1, [3, 1])), "losses"),
      (swapping("parameters.prompt_embeddings", .full(.nan, [2, 16])), "not finite"),
      (whole + [("optimizer.steps", .full(.infinity, [1]))], "not finite"),
      (whole.filter { $0.0 != "best.prompt_embeddings" }, "best.prompt_embeddings"),
    ]
    for (tensors, says) in cases {
      try writeOurs()
      let file = folder.appendingPathComponent("pts_state.safetensors")
      let header = try SafeTensors(file).metadata
      try SafeTensors.write(tensors, metadata: header, to: file)
      expect("digests", "replaced")
      try recordDigests(in: folder)
      expect(says, says)
    }
  }

  func testHeadersOfStates() throws {
    for (field, value, says) in [
      ("step", 1 << 25, "step"), ("step", -1, "step"), ("step", 4, "losses"),
      ("evaluations_since_best", -1, "evaluations_since_best"), ("version", 5, "version"),
      ("parameters", [String](), "parameters"), ("parameters", ["a", "a"], "parameters"),
      ("parameters", ["prompt_embeddings", "more"], "parameters.more"),
      ("best", ["step": 4, "loss": 1], "best"),
      ("best", ["step": 1, "loss": "7ff8000000000000"], "best"),
      ("best", ["step": 1, "loss": "nan"], "pts.state"),
      ("evaluations", [["step": 9, "loss": 1, "accuracy": 1]], "evaluations"),
      ("history", ["stride": 1, "steps": [0]], "history.0"), ("step", "3", "pts.state"),
    ] as [(String, Any, String)] {
      try writeOurs()
      let url = folder.appendingPathComponent("pts_state.safetensors")
      let file = try SafeTensors(url)
      let old = try JSONSerialization.jsonObject(with: Data(file.metadata["pts.state"]!.utf8))
      let new = (old as! [String: Any]).merging([field: value]) { $1 }
      let header = String(
        decoding: try JSONSerialization.data(withJSONObject: new), as: UTF8.self)
      try SafeTensors.write(
        file.entries.map { ($0.key, file.read($0.value)) }, metadata: ["pts.state": header],
        to: url)
      try recordDigests(in: folder)
      expect(says, "\(field) \(value)")
    }
  }

  /// Records the digests of the files as they are.
  private func recordDigests(in folder: URL) throws {
    let url = folder.appendingPathComponent("pts.json")
    var root = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as! [String: Any]
    var digests = root["digests"] as! [String: String]
    for name in digests.keys {
      digests[name] = try MappedFile.digest(folder.appendingPathComponent(name))
    }
    root["digests"] = digests
    try JSONSerialization.data(withJSONObject: root).write(to: url)
  }
}
