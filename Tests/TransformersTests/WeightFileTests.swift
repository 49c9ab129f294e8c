import Foundation
import ReferenceData
import Tensors
import Transformers
import XCTest

/// Which of the files in a folder the weights are read from.
final class WeightFileTests: XCTestCase {
  /// transformers takes model.safetensors before an index, and either before a pickle.
  func testTheOrderOfTheFiles() throws {
    let folder = try EditedFolder("tiny")
    defer { folder.remove() }
    let files = FileManager.default
    // Each that comes later is broken.
    let index = "{\"weight_map\": {\"wte.weight\": \"model-00001-of-00001.safetensors\"}}"
    try folder.write(index, to: "model.safetensors.index.json")
    try folder.write("not a pickle", to: "pytorch_model.bin")
    XCTAssertLessThan(try folder.distanceFromGoldens(), 1e-4)

    assertMessage("names 1 files, and 1 of them is missing: model-00001-of-00001.safetensors") {
      try folder.delete("model.safetensors")
      _ = try ReferenceData.model(folder.url)
    }
    try files.copyItem(
      at: folder.source.appendingPathComponent("model.safetensors"),
      to: folder.url.appendingPathComponent("model-00001-of-00001.safetensors"))
    XCTAssertLessThan(try folder.distanceFromGoldens(), 1e-4)

    try folder.delete("model.safetensors.index.json")
    assertMessage("pytorch_model.bin: pickle: torch.save didn't write it") {
      try ReferenceData.model(folder.url)
    }
    try folder.delete("pytorch_model.bin")
    assertMessage(
      "no model.safetensors and no pytorch_model.bin", "model-00001-of-00001.safetensors", "rename"
    ) { try ReferenceData.model(folder.url) }
  }

  func testAVariantsName() throws {
    let folder = try EditedFolder("tiny")
    defer { folder.remove() }
    try FileManager.default.moveItem(
      at: folder.url.appendingPathComponent("model.safetensors"),
      to: folder.url.appendingPathComponent("model.fp16.safetensors"))
    assertMessage("model.fp16.safetensors: rename the file that is meant") {
      try ReferenceData.model(folder.url)
    }
  }

  func testValuesThatAreNotNumbers() throws {
    for (name, tensor, value, words) in [
      ("tiny", "transformer.h.1.attn.c_attn.weight", Float.nan, "1 NaN among"),
      ("tiny", "transformer.wte.weight", .infinity, "1 infinite values among"),
      ("llama-grouped", "model.norm.weight", -Float.nan, "1 NaN among"),
      ("t5-tied", "shared.weight", .nan, "1 NaN among"),
    ] {
      let folder = try EditedFolder(name)
      defer { folder.remove() }
      try folder.edit { tensors in
        tensors[tensor]!.withMutableValues { $0[5] = value }
      }
      for trainable in [false, true] {
        assertMessage("model.safetensors: tensor `", words) {
          try ReferenceData.model(folder.url, trainable: trainable)
        }
      }
    }
  }

  func testFoldersThatAreNoModels() throws {
    let folder = try EditedFolder("tiny")
    defer { folder.remove() }
    try folder.configure {
      $0["quantization_config"] = ["quant_method": "gptq", "bits": 4, "group_size": 128]
    }
    assertMessage("packed by gptq in 4 bits", "use the model that it was made from") {
      try ModelDescription(folder: folder.url)
    }
    try folder.configure {
      $0["quantization_config"] = ["quant_method": "bitsandbytes", "load_in_8bit": true]
    }
    assertMessage("packed by bitsandbytes in 8 bits") { try ModelDescription(folder: folder.url) }
    try folder.configure { $0["quantization_config"] = NSNull() }
    XCTAssertNoThrow(try ModelDescription(folder: folder.url))

    try folder.delete("config.json")
    try folder.write(
      "{\"peft_type\": \"LORA\", \"base_model_name_or_path\": \"openai-community/gpt2\"}",
      to: "adapter_config.json")
    assertMessage(
      "holds an adapter and no model", "write `from: \"openai-community/gpt2\"`", "prompt's `from:`"
    ) { try ModelDescription(folder: folder.url) }
  }

  /// A tokenizer may know more ids than the model has embeddings: only a text with such an id is refused.
  func testIDsWithoutEmbeddings() throws {
    let folder = try EditedFolder("tiny")
    defer { folder.remove() }
    try folder.configure("tokenizer.json") { fields in
      var added = fields["added_tokens"] as? [[String: Any]] ?? []
      added.append([
        "id": 320, "content": "<image>", "special": true, "single_word": false, "lstrip": false,
        "rstrip": false, "normalized": false,
      ])
      fields["added_tokens"] = added
    }
    XCTAssertLessThan(try folder.distanceFromGoldens(), 1e-4)
    let model = try ReferenceData.model(folder.url)
    XCTAssertEqual(model.tokenizer.encode("a<image>").ids.last, 320)
    XCTAssertEqual(model.tokenizer.decode([320], skipSpecialTokens: false), "<image>")
    assertMessage("the token `<image>` has the id 320", "embeddings for ids up to 319") {
      try model.tokenizer.checkEmbeddings(of: model.tokenizer.encode("a<image>").ids)
    }
    assertMessage("the token `<image>` has the id 320") {
      try SentenceEncoder(model).embeddings(of: ["a film", "<image>"])
    }
  }
}
