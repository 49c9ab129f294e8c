import Foundation
import Random
import ReferenceData
import Tensors
import Transformers
import XCTest

/// Model folders of strangers: each fault is told with its file and field, and none is fatal.
final class HostileFolderTests: XCTestCase {
  private var folder: URL!

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-hostile-\(UUID().uuidString)")
    try FileManager.default.copyItem(
      at: ReferenceData.root.appendingPathComponent("models/tiny"), to: folder)
  }

  override func tearDown() { try? FileManager.default.removeItem(at: folder) }

  private func fault() -> String? {
    do {
      _ = try ReferenceData.model(folder)
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func write(_ name: String, _ data: Data) throws {
    try data.write(to: folder.appendingPathComponent(name))
  }

  private func safetensors(_ header: String, length: UInt64? = nil, data: Int = 64) -> Data {
    var file = Data()
    withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) {
      file.append(contentsOf: $0)
    }
    file.append(contentsOf: header.utf8)
    file.append(Data(count: data))
    return file
  }

  func testWeights() throws {
    let cases: [(file: Data, says: String)] = [
      (Data(), "header length"),
      (Data([1, 2, 3]), "header length"),
      (safetensors("{}", length: 1 << 40), "header length"),
      (safetensors("{}", length: .max), "header length"),
      (safetensors("{\"a\": "), "header"),
      (safetensors("[1, 2]"), "header"),
      (safetensors(String(repeating: "[", count: 100_000)), "header"),
      (safetensors("{\"a\": 3}"), "`a`"),
      (
        safetensors("{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 4]}}"),
        "`a`"
      ),
      (
        safetensors("{\"a\": {\"dtype\": \"F32\", \"shape\": [16], \"data_offsets\": [32, 96]}}"),
        "leave the file"
      ),
      (
        safetensors("{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [-4, 0]}}"),
        "leave the file"
      ),
      (
        safetensors("{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [8, 4]}}"),
        "leave the file"
      ),
      (
        safetensors(
          "{\"a\": {\"dtype\": \"F32\", \"shape\": [4294967296, 4294967296], \"data_offsets\": [0, 0]}}"
        ), "multiply past"
      ),
      (
        safetensors("{\"a\": {\"dtype\": \"F32\", \"shape\": [-1], \"data_offsets\": [0, 4]}}"),
        "shape"
      ),
      (
        safetensors("{\"a\": {\"dtype\": \"F33\", \"shape\": [1], \"data_offsets\": [0, 4]}}"),
        "F33"
      ),
      (
        safetensors(
          "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]},"
            + "\"b\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [4, 12]}}"), "overlap"
      ),
      (
        safetensors("{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}}"),
        "has no tensor `wte.weight`"
      ),
      (
        safetensors(
          "{\"transformer.h.0.ln_1.weight\": {\"dtype\": \"F32\", \"shape\": [0], "
            + "\"data_offsets\": [0, 0]}, "
            + "\"transformer.wte.weight\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}}"
        ), "shape [2]"
      ),
      (
        safetensors(
          "{\"transformer.h.0.ln_1.weight\": {\"dtype\": \"F32\", \"shape\": [0], "
            + "\"data_offsets\": [0, 0]}, "
            + "\"transformer.wte.weight\": {\"dtype\": \"I64\", \"shape\": [1], \"data_offsets\": [0, 8]}}"
        ), "`transformer.wte.weight`: its dtype is I64"
      ),
    ]
    for (index, (file, says)) in cases.enumerated() {
      try write("model.safetensors", file)
      let fault = try XCTUnwrap(fault(), "case \(index)")
      XCTAssertTrue(fault.contains("model.safetensors"), fault)
      XCTAssertTrue(fault.contains(says), "case \(index): \(fault)")
    }
  }

  func testConfiguration() throws {
    let good = try String(
      contentsOf: folder.appendingPathComponent("config.json"), encoding: .utf8)
    func changed(_ field: String, _ value: String) -> String {
      good.replacingOccurrences(
        of: "\"\(field)\": [^,\\n]*", with: "\"\(field)\": \(value)", options: .regularExpression)
    }
    let cases: [(text: String, says: String)] = [
      ("", "JSON"), ("{", "JSON"), ("[]", "JSON"),
      (String(repeating: "{\"a\":", count: 9999), "JSON"),
      (changed("model_type", "\"bart\""), "bart"), (changed("model_type", "7"), "model_type"),
      (changed("n_embd", "-3"), "n_embd"), (changed("n_embd", "1e30"), "n_embd"),
      (changed("n_head", "0"), "n_head"), (changed("n_head", "5"), "n_head"),
      (changed("n_layer", "\"many\""), "n_layer"), (changed("n_layer", "99"), "h."),
      (changed("vocab_size", "16777216"), "shape"), (changed("n_positions", "8"), "shape"),
      (changed("activation_function", "\"swoosh\""), "swoosh"),
      (changed("layer_norm_epsilon", "\"small\""), "layer_norm_epsilon"),
      (changed("eos_token_id", "\"end\""), "eos_token_id"),
      (good.replacingOccurrences(of: "\"n_embd\"", with: "\"n_emb\""), "n_embd"),
    ]
    for (index, (text, says)) in cases.enumerated() {
      try write("config.json", Data(text.utf8))
      let fault = try XCTUnwrap(fault(), "case \(index): \(text.prefix(80))")
      XCTAssertTrue(fault.contains(says), "case \(index): \(fault)")
    }
  }

  func testFilesThatAreMissing() throws {
    for name in ["tokenizer.json", "model.safetensors", "config.json"] {
      try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
      let fault = try XCTUnwrap(fault())
      XCTAssertTrue(fault.contains(name), fault)
    }
  }

  func testIndexes() throws {
    try FileManager.default.removeItem(at: folder.appendingPathComponent("model.safetensors"))
    for (index, says) in [
      ("{}", "weight_map"), ("{\"weight_map\": {\"a\": 3}}", "weight_map.a"),
      ("{\"weight_map\": {\"a\": \"../../etc/passwd\"}}", "leaves the folder"),
      ("{\"weight_map\": {\"a\": \"gone.safetensors\"}}", "gone.safetensors"),
      ("{\"weight_map\": {}}", "weight"),
    ] {
      try write("model.safetensors.index.json", Data(index.utf8))
      let fault = try XCTUnwrap(fault(), index)
      XCTAssertTrue(fault.contains(says), fault)
    }
  }

  /// Bytes of a good folder turned at random: an error or a model, never a crash.
  func testTurnedBytes() throws {
    var generator = RandomGenerator(seed: 21)
    for model in ["tiny", "bert-classifier", "t5-tied"] {
      try FileManager.default.removeItem(at: folder)
      try FileManager.default.copyItem(
        at: ReferenceData.root.appendingPathComponent("models/\(model)"), to: folder)
      for name in ["config.json", "model.safetensors", "tokenizer.json"] {
        let url = folder.appendingPathComponent(name)
        let good = try Data(contentsOf: url)
        for _ in 0..<60 {
          var bad = good
          let reach = name == "model.safetensors" ? 2000 : good.count
          for _ in 0..<Int.random(in: 1...4, using: &generator) {
            bad[Int.random(in: 0..<reach, using: &generator)] = .random(
              in: 0...255, using: &generator)
          }
          try bad.write(to: url)
          // What loads must run, whatever it says.
          if let model = try? ReferenceData.model(folder) { _ = model.output([1, 2, 3]) }
        }
        try good.write(to: url)
      }
      XCTAssertNil(fault())
    }
  }
}
