import Foundation
import ReferenceData
import Tensors
import Transformers
import Tuning
import XCTest

/// Adapter folders: ours read back, PEFT's read, strangers' refused with file and field.
final class AdapterTests: XCTestCase {
  private var folder: URL!

  override func setUp() {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-adapter-\(UUID().uuidString)")
  }

  override func tearDown() { try? FileManager.default.removeItem(at: folder) }

  func testWritingAndReading() throws {
    let model = try TinyModel()
    let soft = model.soft(4).prompt!
    let sidecar = Adapter.Sidecar(
      template: "{a}", target: "a", answers: [["x", "y"]], baseFingerprint: "f", run: "r", steps: 3,
      metrics: ["loss": 0.1])
    try Adapter(embedding: soft, baseModel: "some/model", sidecar: sidecar)
      .write(to: folder, shape: model.causal.shape)
    let again = try Adapter(folder: folder)
    XCTAssertEqual(again.embedding.values, soft.values)
    XCTAssertEqual(again.baseModel, "some/model")
    XCTAssertEqual(again.sidecar?.template, "{a}")
    XCTAssertTrue(Adapter.isPresent(in: folder))
    // What PEFT's own loader asks for.
    let config = try ReferenceData.json(folder.appendingPathComponent("adapter_config.json"))
    let own = try ReferenceData.json(
      ReferenceData.root.appendingPathComponent("tuning/adamw-p5/final/adapter_config.json"))
    for member in own.object! {
      XCTAssertNotNil(config[member.name], "PEFT writes \(member.name)")
    }
    XCTAssertEqual(config["num_virtual_tokens"]?.int, 4)
  }

  func testStrangersFolders() throws {
    let good = ReferenceData.root.appendingPathComponent("tuning/adamw-p5/initial")
    let cases: [(file: String, text: String, says: String)] = [
      ("adapter_config.json", "{", "JSON"), ("adapter_config.json", "{}", "peft_type"),
      ("adapter_config.json", "{\"peft_type\": \"LORA\"}", "LORA"),
      ("adapter_config.json", "{\"peft_type\": \"PROMPT_TUNING\"}", "num_virtual_tokens"),
      (
        "adapter_config.json", "{\"peft_type\": \"PROMPT_TUNING\", \"num_virtual_tokens\": 6}",
        "prompt_embeddings"
      ),
      ("adapter_model.safetensors", "short", "header length"),
      ("pts.json", "{\"template\": 3}", "JSON"),
    ]
    for (file, text, says) in cases {
      try? FileManager.default.removeItem(at: folder)
      try FileManager.default.copyItem(at: good, to: folder)
      try Data(text.utf8).write(to: folder.appendingPathComponent(file))
      XCTAssertThrowsError(try Adapter(folder: folder), text) { error in
        XCTAssertTrue("\(error)".contains(says), "\(error)")
        XCTAssertTrue("\(error)".contains(self.folder.lastPathComponent), "\(error)")
      }
    }
  }
}
