import Foundation
import ReferenceData
import Transformers
import XCTest

/// Whether the output head is the embedding table: the file decides, as in transformers 5.23, whatever
/// `tie_word_embeddings` says.
final class TiedHeadTests: XCTestCase {
  private func isTied(_ folder: URL) throws -> Bool {
    try ReferenceData.model(folder).network.parameters.count {
      $0.name.hasSuffix("lm_head.weight") || $0.name.hasSuffix("embed_out.weight")
    } == 0
  }

  /// A head of other values in the file isn't tied: the logits are those of the same model with the flag
  /// false, which transformers gave.
  func testAHeadOfOtherValues() throws {
    for name in [
      "untied", "llama-grouped", "mistral-window", "qwen2-windows", "qwen3-biased",
      "neox-parallel", "opt-plain", "gemma-untied", "gemma2-biased", "gemma3-text-biased",
      "gemma3-part-older", "phi3-window", "bloom-untied",
    ] {
      let folder = try EditedFolder(name)
      defer { folder.remove() }
      try folder.configure { $0["tie_word_embeddings"] = true }
      XCTAssertLessThan(try folder.distanceFromGoldens(), 1e-4, name)
    }
  }

  /// A copy of the table in the file is the table, and a file that has it only as the head is read.
  func testTheTableUnderTheHeadsName() throws {
    for (name, table, head) in [
      ("tiny", "transformer.wte.weight", "lm_head.weight"),
      ("llama-tied", "model.embed_tokens.weight", "lm_head.weight"),
      ("mistral-open", "model.embed_tokens.weight", "lm_head.weight"),
      ("qwen2-tied", "model.embed_tokens.weight", "lm_head.weight"),
      ("qwen3-long", "model.embed_tokens.weight", "lm_head.weight"),
      ("neox-sequential", "gpt_neox.embed_in.weight", "embed_out.weight"),
      ("opt-before", "model.decoder.embed_tokens.weight", "lm_head.weight"),
      ("gemma-tied", "model.embed_tokens.weight", "lm_head.weight"),
      ("gemma2-capped", "model.embed_tokens.weight", "lm_head.weight"),
      ("gemma3-text", "model.embed_tokens.weight", "lm_head.weight"),
      ("bloom-tied", "transformer.word_embeddings.weight", "lm_head.weight"),
      ("phi3-long", "model.embed_tokens.weight", "lm_head.weight"),
    ] {
      let folder = try EditedFolder(name)
      defer { folder.remove() }
      try folder.edit { $0[head] = try XCTUnwrap($0[table], name) }
      XCTAssertLessThan(try folder.distanceFromGoldens(), 1e-4, name)
      XCTAssertTrue(try isTied(folder.url), name)

      try folder.edit { $0[table] = nil }
      XCTAssertLessThan(try folder.distanceFromGoldens(), 1e-4, name)
      let model = try ReferenceData.model(folder.url)
      XCTAssertEqual(model.network.parameters.count { $0.name == head }, 1, name)

      try folder.edit { $0[head] = nil }
      assertMessage("has no tensor") { try ReferenceData.model(folder.url) }
    }
  }

  func testT5() throws {
    for name in ["t5-tied", "t5-gated", "mt5-gated"] {
      let folder = try EditedFolder(name)
      defer { folder.remove() }
      let before = try ReferenceData.model(folder.url).output([3, 7, 1]).value.values
      try folder.edit { tensors in
        tensors["lm_head.weight"] = tensors["lm_head.weight"] ?? tensors["shared.weight"]
      }
      let copied = try ReferenceData.model(folder.url).output([3, 7, 1]).value.values
      for (a, b) in zip(before, copied) { XCTAssertEqual(a, b, accuracy: 1e-5, name) }
      try folder.edit { $0["shared.weight"] = nil }
      XCTAssertNoThrow(try ReferenceData.model(folder.url), name)
    }
  }
}
