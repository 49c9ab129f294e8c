import Checkpoints
import Foundation
import ReferenceData
import Tensors
import Transformers
import XCTest

/// A model folder of the fixtures, copied to be changed.
struct EditedFolder {
  let url: URL
  let source: URL

  init(_ name: String) throws {
    source = ReferenceData.root.appendingPathComponent("models/\(name)")
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-edited-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: source, to: url)
  }

  func remove() { try? FileManager.default.removeItem(at: url) }

  func configure(_ file: String = "config.json", _ change: (inout [String: Any]) -> Void) throws {
    let file = url.appendingPathComponent(file)
    var fields: [String: Any] = [:]
    if let data = try? Data(contentsOf: file) {
      fields = try JSONSerialization.jsonObject(with: data) as! [String: Any]
    }
    change(&fields)
    try JSONSerialization.data(withJSONObject: fields).write(to: file)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: url.appendingPathComponent(name))
  }

  func delete(_ name: String) throws {
    try FileManager.default.removeItem(at: url.appendingPathComponent(name))
  }

  /// Writes the weights again, in f32.
  func edit(_ change: (inout [String: Tensor]) throws -> Void) throws {
    let file = url.appendingPathComponent("model.safetensors")
    let weights = try SafeTensors(file)
    var tensors = try Dictionary(
      uniqueKeysWithValues: weights.entries.keys.map { ($0, try weights.tensor($0)) })
    try change(&tensors)
    try SafeTensors.write(tensors.sorted { $0.key < $1.key }.map { ($0, $1) }, to: file)
  }

  /// How far the logits of the source's first golden text are from transformers', over the largest.
  func distanceFromGoldens(ofTokens count: Int? = nil) throws -> Float {
    let ids = try ReferenceData.json(source.appendingPathComponent("goldens.json"))["cases"]!
      .array![0]["ids"]!.ids
    let expected = try SafeTensors(source.appendingPathComponent("goldens.safetensors"))
      .tensor("logits.0").values
    let found = try ReferenceData.model(url).causal!.logits(
      ForwardPass(TokenLayout(row: ids), on: Tape(recording: false)),
      rows: ids.indices.map(Int32.init)
    ).value.values
    XCTAssertEqual(found.count, expected.count)
    return zip(found, expected).map { abs($0 - $1) }.max()! / expected.map(abs).max()!
  }
}

extension XCTestCase {
  /// Checks that something fails with a message that has all of these parts.
  func assertMessage<Value>(
    _ parts: String..., line: UInt = #line, of body: () throws -> Value
  ) {
    do {
      _ = try body()
      XCTFail("nothing was wrong", line: line)
    } catch {
      for part in parts { XCTAssertTrue("\(error)".contains(part), "\(error)", line: line) }
    }
  }
}
