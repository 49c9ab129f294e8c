import Foundation
import ReferenceData
import Tensors
import Transformers
import XCTest

/// Folders as the hub still has them, written before transformers 5 renamed fields and tensors: they
/// give the logits of the same model in its new form.
final class OlderFoldersTests: XCTestCase {
  private func check(
    _ name: String, config change: (inout [String: Any]) -> Void,
    tensors rename: (String) -> String = { $0 }
  ) throws {
    let folder = try EditedFolder(name)
    defer { folder.remove() }
    try folder.configure { change(&$0) }
    try folder.edit { tensors in
      tensors = Dictionary(uniqueKeysWithValues: tensors.map { (rename($0.key), $0.value) })
    }
    XCTAssertLessThan(try folder.distanceFromGoldens(), 1e-4, name)
  }

  func testPythia() throws {
    try check(
      "neox-parallel",
      config: {
        $0["rope_parameters"] = nil
        $0["rotary_pct"] = 0.25
        $0["rotary_emb_base"] = 10000
      }, tensors: { $0.hasSuffix("lm_head.weight") ? "embed_out.weight" : $0 })
    try check(
      "neox-parallel", config: { _ in },
      tensors: { $0.hasSuffix("embed_out.weight") ? "lm_head.weight" : $0 })
  }

  func testGemma() throws {
    try check(
      "gemma2-capped",
      config: {
        $0["layer_types"] = nil
        $0["rope_parameters"] = nil
        $0["rope_theta"] = 10000
        $0["hidden_act"] = "gelu"
      })
    try check(
      "gemma3-text",
      config: {
        $0["layer_types"] = nil
        $0["sliding_window_pattern"] = 3
        $0["rope_parameters"] = nil
        $0["rope_scaling"] = ["rope_type": "linear", "factor": 8]
      }, tensors: { "language_model." + $0 })
  }

  func testPhi3() throws {
    try check(
      "phi3-long",
      config: {
        var rotary = $0["rope_parameters"] as! [String: Any]
        rotary["type"] = "su"
        for field in ["rope_type", "partial_rotary_factor", "rope_theta"] { rotary[field] = nil }
        rotary["original_max_position_embeddings"] = nil
        $0["rope_parameters"] = nil
        $0["rope_scaling"] = rotary
        $0["rope_theta"] = 10000
        $0["partial_rotary_factor"] = 0.75
      })
  }

  func testWindowsFromALayerOn() throws {
    try check("qwen2-windows", config: { $0["layer_types"] = nil })
  }

  func testBareBodies() throws {
    try check(
      "llama-tied", config: { $0["rope_scaling"] = NSNull() },
      tensors: { $0.replacingOccurrences(of: "model.", with: "") })
    try check("opt-before", config: { _ in }, tensors: { String($0.dropFirst("model.".count)) })
  }
}
