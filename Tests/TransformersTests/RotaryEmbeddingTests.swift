import Checkpoints
import Foundation
import ReferenceData
import Transformers
import XCTest

/// Rotary frequencies of configurations of real sizes against transformers', type by type.
final class RotaryEmbeddingTests: XCTestCase {
  func testFrequencies() throws {
    let file = ReferenceData.root.appendingPathComponent("rotary.json")
    let goldens = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as! [String: Any]
    var types: Set<String> = []
    for golden in goldens["cases"] as! [[String: Any]] {
      let config = golden["config"] as! [String: Any]
      let parameters = config["rope_parameters"] as! [String: Any]
      types.insert(parameters["rope_type"] as! String)
      let written = FileManager.default.temporaryDirectory
        .appendingPathComponent("pts-rotary-\(UUID().uuidString).json")
      defer { try? FileManager.default.removeItem(at: written) }
      try JSONSerialization.data(withJSONObject: config).write(to: written)

      let heads = config["num_attention_heads"] as! Int
      let rotary = try RotaryEmbedding(
        ConfigurationReader(written), headSize: config["hidden_size"] as! Int / heads,
        maximumPositions: config["max_position_embeddings"] as! Int)
      func check(_ found: [Float]?, _ expected: Any?) {
        let expected = expected as? [Double] ?? []
        XCTAssertEqual(found?.count ?? 0, expected.count, "\(parameters)")
        for (a, b) in zip(found ?? [], expected) {
          XCTAssertEqual(Double(a), b, accuracy: 1e-6 * b, "\(parameters)")
        }
      }
      check(rotary.frequencies, golden["frequencies"])
      check(rotary.long?.frequencies, golden["long"])
      XCTAssertEqual(
        Double(rotary.magnitude), golden["magnitude"] as! Double, accuracy: 1e-6, "\(parameters)")
    }
    XCTAssertEqual(types, ["default", "linear", "dynamic", "llama3", "yarn", "longrope"])
  }
}
