import Checkpoints
import ReferenceData
import Tensors
import Tokenizers
import Transformers
import XCTest

/// Logits and greedy continuations against transformers', a test for each model folder of the fixtures.
final class ParityTests: XCTestCase {
  private static let folders: Set = [
    "bare", "bloom-tied", "bloom-untied", "brain", "gemma-tied", "gemma-untied", "gemma2-biased",
    "gemma2-capped", "gemma3-part", "gemma3-part-older", "gemma3-text", "gemma3-text-biased",
    "half", "llama-grouped", "llama-older", "llama-tied", "mistral-open", "mistral-window",
    "neox-parallel", "neox-sequential", "opt-before", "opt-plain", "opt-projected", "phi3-long",
    "phi3-window", "qwen2-tied", "qwen2-windows", "qwen3-biased", "qwen3-long", "scaled",
    "sharded", "tiny", "untied",
  ]

  func testEveryFolderHasATest() throws {
    let found = try ReferenceData.models().map(\.lastPathComponent)
    XCTAssertEqual(Set(found), Self.folders)
  }

  func testBare() throws { try check("bare") }
  func testBloomTied() throws { try check("bloom-tied") }
  func testBloomUntied() throws { try check("bloom-untied") }
  func testBrain() throws { try check("brain") }
  func testGemmaTied() throws { try check("gemma-tied") }
  func testGemmaUntied() throws { try check("gemma-untied") }
  func testGemma2Biased() throws { try check("gemma2-biased") }
  func testGemma2Capped() throws { try check("gemma2-capped") }
  func testGemma3Part() throws { try check("gemma3-part") }
  func testGemma3PartOlder() throws { try check("gemma3-part-older") }
  func testGemma3Text() throws { try check("gemma3-text") }
  func testGemma3TextBiased() throws { try check("gemma3-text-biased") }
  func testHalf() throws { try check("half") }
  func testLlamaGrouped() throws { try check("llama-grouped") }
  func testLlamaOlder() throws { try check("llama-older") }
  func testLlamaTied() throws { try check("llama-tied") }
  func testMistralOpen() throws { try check("mistral-open") }
  func testMistralWindow() throws { try check("mistral-window") }
  func testNeoxParallel() throws { try check("neox-parallel") }
  func testNeoxSequential() throws { try check("neox-sequential") }
  func testOptBefore() throws { try check("opt-before") }
  func testOptPlain() throws { try check("opt-plain") }
  func testOptProjected() throws { try check("opt-projected") }
  func testPhi3Long() throws { try check("phi3-long") }
  func testPhi3Window() throws { try check("phi3-window") }
  func testQwen2Tied() throws { try check("qwen2-tied") }
  func testQwen2Windows() throws { try check("qwen2-windows") }
  func testQwen3Biased() throws { try check("qwen3-biased") }
  func testQwen3Long() throws { try check("qwen3-long") }
  func testScaled() throws { try check("scaled") }
  func testSharded() throws { try check("sharded") }
  func testTiny() throws { try check("tiny") }
  func testUntied() throws { try check("untied") }

  private func check(_ name: String) throws {
    XCTAssertTrue(Self.folders.contains(name), name)
    let folder = ReferenceData.root.appendingPathComponent("models/\(name)")
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
