import Checkpoints
import ReferenceData
import Tensors
import Tokenizers
import Transformers
import XCTest

/// Logits and greedy continuations against transformers', for every model folder of the fixtures.
final class ParityTests: XCTestCase {
  func testLogitsAndGreedyContinuations() throws {
    let folders = try ReferenceData.models()
    XCTAssertGreaterThanOrEqual(folders.count, 6)
    for folder in folders {
      let name = folder.lastPathComponent
      let model = try ReferenceData.model(folder)
      let goldens = try SafeTensors(folder.appendingPathComponent("goldens.safetensors"))
      let cases = try ReferenceData.json(folder.appendingPathComponent("goldens.json"))["cases"]!
        .array!
      XCTAssertGreaterThan(cases.count, 1, name)
      for (index, golden) in cases.enumerated() {
        let ids = model.tokenizer.encode(golden["text"]!.string!).ids
        XCTAssertEqual(ids, golden["ids"]!.ids, "\(name) \(index)")
        let logits = model.causal!.logits(
          ForwardPass(TokenLayout(row: ids), on: Tape(recording: false)),
          rows: ids.indices.map(Int32.init)
        ).value
        let expected = try goldens.tensor("logits.\(index)")
        XCTAssertEqual(logits.shape, expected.shape)
        let scale = expected.values.map(abs).max()!
        let worst = zip(logits.values, expected.values).map { abs($0 - $1) }.max()! / scale
        XCTAssertLessThan(worst, 1e-4, "\(name) \(index)")

        var settings = Generator.Settings()
        settings.tokens = 20
        XCTAssertEqual(
          Generator(model: model.causal!, conditioning: Conditioning(), ends: [])
            .continuation(of: ids, settings),
          golden["greedy"]!.ids, "\(name) \(index)")
      }
    }
  }

  /// The plain, trainable form of a model computes what the frozen one does.
  func testTrainableWeightsGiveTheSameLogits() throws {
    for folder in try ReferenceData.allModels() {
      let logits = try [false, true].map { trainable in
        try ReferenceData.model(folder, trainable: trainable).output([3, 7, 7, 1, 20]).value.values
      }
      let scale = logits[0].map(abs).max()!
      for (a, b) in zip(logits[0], logits[1]) { XCTAssertEqual(a, b, accuracy: 1e-5 * scale) }
    }
  }

  /// A model written after training is read back as the same model.
  func testWritingAModelFolder() throws {
    for folder in try ReferenceData.allModels() {
      let model = try ReferenceData.model(folder, trainable: true)
      let copy = FileManager.default.temporaryDirectory
        .appendingPathComponent("pts-copy-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: copy) }
      try model.write(to: copy)
      let again = try ReferenceData.model(copy)
      let logits = [model, again].map { $0.output([1, 2, 3]).value.values }
      for (a, b) in zip(logits[0], logits[1]) { XCTAssertEqual(a, b, accuracy: 1e-4) }
    }
  }
}
