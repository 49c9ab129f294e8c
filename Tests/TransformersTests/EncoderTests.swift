import Checkpoints
import ReferenceData
import Tensors
import Transformers
import XCTest

/// Encoders against transformers: states, poolers, heads, soft tokens in front and in the middle.
final class EncoderTests: XCTestCase {
  private func goldens(_ folder: URL) throws -> SafeTensors {
    try SafeTensors(folder.appendingPathComponent("goldens.safetensors"))
  }

  /// The head of the checkpoint, where it has one; its labels are those of the goldens.
  private func head(_ model: LocalModel, _ goldens: SafeTensors) throws -> ClassificationHead? {
    guard let entry = goldens.entries["logits.0"] else { return nil }
    return try model.classificationHead(labels: entry.shape[0], seed: 1)
  }

  private func first(_ states: Variable, _ tape: Tape) -> Variable { tape.gatherRows(states, [0]) }

  func testStatesPoolersAndHeads() throws {
    let folders = try ReferenceData.models(.encoder)
    XCTAssertGreaterThanOrEqual(folders.count, 8)
    for folder in folders {
      let name = folder.lastPathComponent
      let (model, goldens) = (try ReferenceData.model(folder), try goldens(folder))
      let head = try head(model, goldens)
      XCTAssertEqual(head != nil, name.hasSuffix("classifier"))
      let cases = try ReferenceData.json(folder.appendingPathComponent("goldens.json"))["cases"]!
      for (index, golden) in cases.array!.enumerated() {
        let ids = model.tokenizer.encode(golden["text"]!.string!).ids
        XCTAssertEqual(ids, golden["ids"]!.ids, "\(name) \(index)")
        let tape = Tape(recording: false)
        let states = model.output(ids, on: tape)
        XCTAssertLessThan(
          distance(states.value, try goldens.tensor("states.\(index)")), 1e-4, "\(name) \(index)")
        let pooled = model.network.pooled(first(states, tape), on: tape)
        if goldens.entries["pooled.\(index)"] != nil {
          let expected = try goldens.tensor("pooled.\(index)")
          XCTAssertLessThan(
            distance(pooled.value.reshaped(expected.shape), expected), 1e-4, "\(name) \(index)")
        } else {
          XCTAssertEqual(pooled.value, first(states, tape).value, "\(name): nothing pools")
        }
        guard let head else { continue }
        let logits = head.logits(of: pooled, on: tape).value
        let expected = try goldens.tensor("logits.\(index)")
        XCTAssertLessThan(
          distance(logits.reshaped(expected.shape), expected), 1e-4, "\(name) \(index)")
      }
    }
  }

  func testSoftTokens() throws {
    for folder in try ReferenceData.models(.encoder) {
      let name = folder.lastPathComponent
      let (model, goldens) = (try ReferenceData.model(folder), try goldens(folder))
      let head = try head(model, goldens)
      let golden = try ReferenceData.json(folder.appendingPathComponent("goldens.json"))["soft"]!
      let soft = Variable(try goldens.tensor("soft"), requiresGradient: true)
      let (ids, split) = (golden["ids"]!.ids, golden["split"]!.int!)
      let codes = (0..<Int32(soft.shape[0])).map { -1 - $0 }
      let half = codes.count / 2

      let middle = codes[..<half] + ids[..<split] + codes[half...] + ids[split...]
      XCTAssertLessThan(
        distance(
          model.output(Array(middle), conditioning: Conditioning(soft: soft)).value,
          try goldens.tensor("middle.states")), 1e-4, name)

      let tape = Tape()
      let states = model.output(codes + ids, conditioning: Conditioning(soft: soft), on: tape)
      XCTAssertLessThan(distance(states.value, try goldens.tensor("front.states")), 1e-4, name)
      var scores = first(states, tape)
      if let head { scores = head.logits(of: model.network.pooled(scores, on: tape), on: tape) }
      let loss = tape.crossEntropy(scores, targets: [1])
      let expected = Float(golden["loss"]!.double!)
      XCTAssertEqual(loss.value.values[0], expected, accuracy: 1e-4 * expected, name)
      tape.backward(from: loss)
      XCTAssertLessThan(
        distance(try XCTUnwrap(soft.gradient), try goldens.tensor("front.gradient")), 1e-4, name)
    }
  }

  /// Rows of several lengths in one pass come out as each does alone, at all rows or at some.
  /// Heads that no checkpoint has begin near zero, whatever a family calls their layers.
  func testFreshHeads() throws {
    for folder in try ReferenceData.models(.encoder) {
      let model = try ReferenceData.model(folder)
      let last = model.description.architecture.headForm.name
      let drawn = try model.classificationHead(labels: 7, seed: 5).parameters
        .filter { $0.name.hasPrefix(last) }
      XCTAssertEqual(drawn.map(\.name), ["\(last).weight", "\(last).bias"])
      for parameter in drawn {
        let values = parameter.variable.value.values
        XCTAssertTrue(
          values.allSatisfy { abs($0) < 0.2 }, "\(folder.lastPathComponent) \(parameter.name)")
        XCTAssertEqual(values.contains { $0 != 0 }, parameter.name.hasSuffix(".weight"))
      }
    }
  }

  func testRowsTogether() throws {
    for folder in try ReferenceData.models(.encoder) {
      let model = try ReferenceData.model(folder)
      let rows: [[Int32]] = [[7, 9, 4], [20, 3, 4, 8, 1, 2, 30, 6, 6, 12, 40, 41], [15]]
      let layout = TokenLayout(rows: rows, isCausal: false)
      var start = 0
      for row in rows {
        let places = (0..<row.count).map { Int32(start + $0) }
        start += row.count
        let together = model.network.states(
          ForwardPass(layout, on: Tape(recording: false)), rows: places)
        XCTAssertLessThan(
          distance(together.value, model.output(row).value), 1e-5, folder.lastPathComponent)
      }
    }
  }

  /// Names and prefixes of checkpoints that hold the same weights otherwise.
  func testOlderNames() throws {
    let source = ReferenceData.root.appendingPathComponent("models/bert-classifier")
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-encoder-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: source, to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("model.safetensors")
    let weights = try SafeTensors(source.appendingPathComponent("model.safetensors"))
    let expected = try ReferenceData.model(source).output([2, 9, 14, 3]).value
    for rename in [
      { $0.replacingOccurrences(of: "bert.", with: "") },
      { $0.replacingOccurrences(of: "LayerNorm.weight", with: "LayerNorm.gamma") },
    ] as [(String) -> String] {
      try SafeTensors.write(
        weights.entries.keys.sorted().compactMap {
          // The older of the two has a beta for each gamma.
          let name = rename($0)
          return (
            name == $0 && name.hasSuffix("LayerNorm.bias")
              && rename("LayerNorm.weight") != "LayerNorm.weight"
              ? name.replacingOccurrences(of: "bias", with: "beta") : name, try weights.tensor($0)
          )
        }, to: file)
      XCTAssertEqual(try ReferenceData.model(folder).output([2, 9, 14, 3]).value, expected)
    }
  }

  func testConfigurations() throws {
    let cases: [(model: String, field: String, value: Any?, says: String)] = [
      ("bert-classifier", "num_attention_heads", 5, "num_attention_heads"),
      ("bert-classifier", "position_embedding_type", "relative_key", "relative_key"),
      ("bert-classifier", "position_embedding_type", 3, "position_embedding_type"),
      ("bert-classifier", "is_decoder", true, "is_decoder"),
      ("bert-classifier", "add_cross_attention", true, "add_cross_attention"),
      ("bert-classifier", "type_vocab_size", -1, "type_vocab_size"),
      ("bert-classifier", "type_vocab_size", 3, "token_type_embeddings.weight"),
      ("bert-classifier", "hidden_act", "swoosh", "swoosh"),
      ("bert-classifier", "layer_norm_eps", -1, "layer_norm_eps"),
      ("bert-classifier", "max_position_embeddings", 47, "position_embeddings.weight"),
      ("bert-classifier", "num_hidden_layers", 1 << 24, "encoder.layer.2."),
      ("bert-masked", "hidden_size", 1 << 24, "word_embeddings.weight"),
      ("roberta-classifier", "pad_token_id", nil, ""),
      ("roberta-classifier", "pad_token_id", NSNull(), "pad_token_id"),
      ("roberta-classifier", "pad_token_id", 47, "pad_token_id"),
      ("roberta-classifier", "pad_token_id", -1, "pad_token_id"),
      ("roberta-classifier", "max_position_embeddings", 1, "pad_token_id"),
      ("distilbert-classifier", "n_heads", 7, "n_heads"),
      ("distilbert-classifier", "dim", nil, "dim"),
      ("distilbert-classifier", "hidden_dim", 1 << 24, "ffn.lin1"),
      ("distilbert-classifier", "activation", 1, "activation"),
    ]
    for (model, field, value, says) in cases {
      let label = "\(model) \(field) \(value ?? "missing")"
      let fault = try configurationFault(model, field, value)
      guard !says.isEmpty else {
        XCTAssertNil(fault, label)
        continue
      }
      XCTAssertTrue(try XCTUnwrap(fault, label).contains(says), "\(label): \(fault ?? "")")
    }
  }

  /// A body without token types, as its configuration says.
  func testNoTokenTypes() throws {
    XCTAssertNil(try configurationFault("bert-classifier", "type_vocab_size", 0))
  }

  func testLongestRows() throws {
    for (name, longest) in [
      ("bert-masked", 48), ("roberta-classifier", 46), ("roberta-masked", 44),
    ] {
      let model = try ReferenceData.model(
        ReferenceData.root.appendingPathComponent("models/\(name)"))
      XCTAssertEqual(model.network.shape.maximumPositions, longest)
      XCTAssertTrue(
        model.output((0..<longest).map { Int32($0 % 7) }).value.values.allSatisfy(\.isFinite))
    }
  }
}
