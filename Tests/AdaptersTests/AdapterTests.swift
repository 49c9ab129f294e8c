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

/// Adapter folders: ours hold what PEFT's hold, are read back, and are held to their base.
final class AdapterTests: XCTestCase {
  private var folder: URL!

  override func setUp() {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-adapter-\(UUID().uuidString)")
  }

  override func tearDown() { try? FileManager.default.removeItem(at: folder) }

  /// A folder of PEFT before 0.7 gives what the same adapter in safetensors does; where both are
  /// there, the safetensors are read.
  func testPickledAdapters() throws {
    let source = ReferenceData.root.appendingPathComponent("tuning/adamw-p5/initial")
    try FileManager.default.copyItem(at: source, to: folder)
    let weights = folder.appendingPathComponent("adapter_model.safetensors")
    let expected = try Adapter(folder: folder).contents.tensor("prompt_embeddings")
    try FileManager.default.removeItem(at: weights)
    XCTAssertThrowsError(try Adapter(folder: folder)) {
      XCTAssertTrue("\($0)".contains("has no adapter_model.safetensors"), "\($0)")
    }
    let pickled = folder.appendingPathComponent("adapter_model.bin")
    try FileManager.default.copyItem(
      at: ReferenceData.root.appendingPathComponent("pickles/adapter.bin"), to: pickled)
    XCTAssertEqual(try Adapter(folder: folder).contents.tensor("prompt_embeddings"), expected)

    try Data("not a pickle".utf8).write(to: pickled)
    XCTAssertThrowsError(try Adapter(folder: folder)) {
      XCTAssertTrue("\($0)".contains("adapter_model.bin: pickle"), "\($0)")
    }
    try FileManager.default.copyItem(
      at: source.appendingPathComponent("adapter_model.safetensors"), to: weights)
    XCTAssertEqual(try Adapter(folder: folder).contents.tensor("prompt_embeddings"), expected)
  }

  /// Every type and task: the files, fields and tensors that PEFT itself writes, and no others.
  func testFilesAreThoseOfPEFT() throws {
    let listing = try ReferenceData.json(
      ReferenceData.root.appendingPathComponent("adapters/files.json")
    ).array!
    XCTAssertGreaterThanOrEqual(listing.count, 55)
    for golden in listing {
      // PEFT's default puts this one in front of the decoder too, and ours stands in front of the
      // encoder.
      if golden["model"]!.string == "t5", golden["method"]!.string == "MULTITASK_PROMPT_TUNING" {
        continue
      }
      let (adapter, shape) = try made(golden)
      let name = "\(golden["model"]!.string!) \(golden["method"]!.string!)"
      try adapter.write(to: folder, shape: shape)
      XCTAssertEqual(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted(),
        ["adapter_config.json", "adapter_model.safetensors"], name)
      let config = try ReferenceData.json(folder.appendingPathComponent("adapter_config.json"))
      let expected = golden["config"]!
      XCTAssertEqual(config.object!.map(\.name), expected.object!.map(\.name).sorted(), name)
      for member in expected.object! {
        let (found, wanted) = (config[member.name]!, member.value)
        if ["modules_to_save", "target_modules"].contains(member.name) {
          XCTAssertEqual(found.texts, wanted.texts, "\(name) \(member.name)")
        } else {
          XCTAssertEqual(found, wanted, "\(name) \(member.name)")
        }
      }
      let file = try SafeTensors(folder.appendingPathComponent("adapter_model.safetensors"))
      XCTAssertEqual(file.metadata, ["format": "pt"])
      let tensors = Dictionary(
        uniqueKeysWithValues: golden["tensors"]!.object!.map {
          ($0.name, $0.value.ids.map(Int.init))
        })
      XCTAssertEqual(file.entries.mapValues(\.shape), tensors, name)

      let again = try Adapter(folder: folder)
      XCTAssertEqual(again.contents.type, adapter.contents.type)
      XCTAssertEqual(again.task, adapter.task)
      XCTAssertEqual(again.baseModel, "somebody/base")
      XCTAssertEqual(
        again.contents.tensors.map(\.name).sorted(), adapter.contents.tensors.map(\.name).sorted())
      for (tensor, value) in adapter.contents.tensors {
        XCTAssertEqual(try again.contents.tensor(tensor), value, "\(name) \(tensor)")
      }
      XCTAssertEqual(
        again.head.map(\.name).sorted(), adapter.head.map(\.name).sorted(), name)
    }
  }

  /// An adapter of that listing: by our own method where there is one, else of tensors of those
  /// shapes.
  private func made(_ golden: JSONValue) throws -> (Adapter, ModelShape) {
    let (modelName, method) = (golden["model"]!.string!, golden["method"]!.string!)
    let isLabel = golden["task"]!.string == "SEQ_CLS"
    let loose = ["bert", "roberta", "t5"].contains(modelName)
    let model =
      loose
      ? nil
      : try ReferenceData.model(ReferenceData.root.appendingPathComponent("models/\(modelName)"))
    let shape =
      model?.network.shape
      ?? ModelShape(
        modelType: modelName, hiddenSize: 16, layers: 2, heads: 2, keyValueHeads: 2, headSize: 8,
        vocabularySize: 32, maximumPositions: 64)
    let form =
      model?.description.architecture.headForm
      ?? (modelName == "roberta"
        ? .init(
          name: "classifier.out_proj", inner: .init(name: "classifier.dense", activation: .tanh))
        : .init(name: "classifier"))
    let head = ClassificationHead(form, hiddenSize: shape.hiddenSize, labels: 3) { _, shape in
      .full(0.5, shape)
    }
    var contents = AdapterContents(type: method, fields: [], tensors: [])
    if let model, method == "LORA" {
      contents = try LowRankAdaptation(model, seed: 1).adapter!
    } else if let model, method == "PROMPT_TUNING" {
      contents = SoftPrompt(.full(0.25, [4, model.network.shape.hiddenSize])).adapter!
    } else {
      contents.fields = golden["config"]!.object!.map { ($0.name, $0.value) }
        .filter { !["token_dim", "num_layers", "num_attention_heads"].contains($0.0) }
      for tensor in golden["tensors"]!.object! where !isHead(tensor.name) {
        var shape = tensor.value.ids.map(Int.init)
        // PEFT keeps rows for T5's decoder that it reads of a multitask prompt alone.
        if modelName == "t5", ["PROMPT_TUNING", "P_TUNING"].contains(method) { shape[0] /= 2 }
        let count = shape.reduce(1, *)
        contents.tensors.append(
          (tensor.name, Tensor((0..<count).map { Float($0) }, shape: shape)))
      }
    }
    let kind: ModelKind = modelName == "t5" ? .encoderDecoder : loose ? .encoder : .decoder
    let adapter = Adapter(
      contents, kind: kind, head: isLabel ? head : nil, baseModel: "somebody/base", sidecar: nil)
    return (adapter, shape)
  }

  private func isHead(_ name: String) -> Bool {
    name.hasPrefix("base_model.") && !name.contains("lora_")
  }

  // MARK: Ours

  private func sidecar(_ model: TinyModel, _ method: TunedMethod = .prompt(.prompt)) throws
    -> Adapter.Sidecar
  {
    var hyper = Hyperparameters()
    hyper.seed = .max
    return Adapter.Sidecar(
      plan: try model.plan(
        "{review}{soft:4} {mood}", soft: 4, answers: [.init(label: "a", words: "é")]),
      method: method, target: "mood", labels: ["x", "y"], hyper: hyper, base: model.language,
      run: "r1", metrics: ["accuracy": 0.1 + 0.2, "loss": .infinity])
  }

  /// What a run by that method would leave before its first step.
  private func contents(_ method: TunedMethod, _ model: TinyModel) throws -> AdapterContents {
    guard case .prompt(let way) = method else {
      return try LowRankAdaptation(model.language, seed: 1).adapter!
    }
    var plan = try model.plan("{review} {mood}", soft: 4)
    plan.method = way
    return try plan.startingMethod(model.language)!.adapter!
  }

  func testTheSidecarComesBack() throws {
    let model = try TinyModel()
    let methods: [TunedMethod] = [
      .prompt(.prompt), .prompt(.deep), .prompt(.prefix(projection: nil)),
      .prompt(.prefix(projection: 12)), .prompt(.ptuning(.init(kind: .lstm, width: 9, layers: 3))),
      .prompt(.multitask(rank: 2, task: "task", tasks: ["one", "two"])),
      .lowRank(LowRankPlan(rank: 3, alpha: 0.1, isRankStabilised: true, targets: ["c_attn"])),
    ]
    for method in methods {
      let known = try sidecar(model, method)
      try Adapter(
        try contents(method, model), kind: .decoder, head: nil, baseModel: nil, sidecar: known
      ).write(to: folder, shape: model.causal.shape)
      let again = try XCTUnwrap(try Adapter(folder: folder, includingState: true).sidecar)
      XCTAssertEqual(again.method, method)
      XCTAssertEqual(again.hyper, known.hyper)
      XCTAssertEqual(again.metrics, known.metrics)
      XCTAssertEqual(again.template, known.template)
      XCTAssertEqual(again.answers, [["a", "é"]])
      XCTAssertEqual(again.baseShape, model.causal.shape)
    }
  }

  /// A method that PEFT lacks leaves nothing that PEFT would take for one of its own.
  func testAFolderOfOurs() throws {
    let model = try TinyModel()
    let tensors = [
      ("layers.0.prompt_embeddings", Tensor.full(1, [4, 16])),
      ("layers.1.prompt_embeddings", Tensor.full(2, [4, 16])),
    ]
    let soft = Adapter(
      model.soft(4).adapter!, kind: .decoder, head: nil, baseModel: nil,
      sidecar: try sidecar(model))
    try soft.write(to: folder, shape: model.causal.shape)
    XCTAssertTrue(Adapter.isPresent(in: folder))
    // Written over another adapter, of which nothing may stay.
    try Adapter(
      AdapterContents(type: nil, fields: [], tensors: tensors), kind: .decoder, head: nil,
      baseModel: "base", sidecar: try sidecar(model, .prompt(.deep))
    ).write(to: folder, shape: model.causal.shape)
    XCTAssertEqual(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted(),
      ["pts.json", "pts_adapter.safetensors"])
    XCTAssertTrue(Adapter.isPresent(in: folder))
    let again = try Adapter(folder: folder)
    XCTAssertNil(again.contents.type)
    XCTAssertEqual(try again.contents.tensor("layers.1.prompt_embeddings"), tensors[1].1)
    XCTAssertEqual(again.task, .text)
    XCTAssertEqual(again.baseModel, "base")
    XCTAssertEqual(try again.check(base: model.language, name: "x"), [])
    let method = try again.method(for: model.language)
    XCTAssertEqual(method.parameters.map(\.variable.value), tensors.map(\.1))
    XCTAssertThrowsError(try again.method(for: TinyModel(layers: 3).language)) {
      guard case .misfit? = $0 as? AdapterError else { return XCTFail("\($0)") }
    }
  }

  // MARK: The base

  func testAnotherBaseIsRefused() throws {
    let model = try TinyModel()
    var adapter = Adapter(
      model.soft(4).adapter!, kind: .decoder, head: nil, baseModel: "me/tiny",
      sidecar: try sidecar(model))
    XCTAssertEqual(try adapter.check(base: model.language, name: "elsewhere"), [])
    let other = try TinyModel(seed: 4).language
    XCTAssertThrowsError(try adapter.check(base: other, name: "me/tiny")) {
      XCTAssertEqual(
        $0 as? AdapterError,
        .otherBase(adapter: model.language.fingerprint, model: other.fingerprint))
    }
    adapter.sidecar = nil
    XCTAssertEqual(try adapter.check(base: other, name: "/models/tiny/"), [])
    XCTAssertEqual(
      try adapter.check(base: other, name: "/models/small"),
      [.otherName(adapter: "me/tiny", model: "/models/small")])
    XCTAssertThrowsError(try adapter.check(base: TinyModel(hidden: 24).language, name: "tiny")) {
      XCTAssertEqual(
        $0 as? AdapterError,
        .wrongWidth(tensor: "prompt_embeddings", found: 16, expected: 24))
    }
    try adapter.write(to: folder, shape: model.causal.shape)
    let read = try Adapter(folder: folder)
    XCTAssertThrowsError(try read.check(base: TinyModel(layers: 3).language, name: "tiny")) {
      XCTAssertEqual(
        $0 as? AdapterError, .otherSize(field: "num_layers", adapter: 2, model: 3))
    }
    XCTAssertThrowsError(try read.check(base: TinyModel(heads: 4).language, name: "tiny"))
  }

  func testAHeadComesBackInTheModelsForm() throws {
    let model = try TinyModel()
    let head = try model.language.classificationHead(labels: 3, seed: 2)
    let adapter = Adapter(
      model.soft(4).adapter!, kind: .decoder, head: head, baseModel: nil, sidecar: nil)
    try adapter.write(to: folder, shape: model.causal.shape)
    var again = try Adapter(folder: folder)
    let read = try XCTUnwrap(try again.classificationHead(for: model.language))
    XCTAssertEqual(read.labels, 3)
    XCTAssertEqual(read.parameters[0].variable.value, head.parameters[0].variable.value)
    XCTAssertEqual(try again.check(base: model.language, name: "x"), [])
    again.head = [("classifier.weight", .zeros([3, 16]))]
    XCTAssertThrowsError(try again.classificationHead(for: model.language)) {
      XCTAssertEqual(
        $0 as? AdapterError,
        .otherHead(found: ["classifier.weight"], expected: ["score.weight"]))
    }
    again.head = [("score.weight", .zeros([3, 17]))]
    XCTAssertThrowsError(try again.classificationHead(for: model.language))
  }
}

extension JSONValue {
  /// The texts of a list, each once.
  fileprivate var texts: Set<String>? { array.map { Set($0.compactMap(\.string)) } }
}
