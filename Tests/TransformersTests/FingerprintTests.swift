import ReferenceData
import Tensors
import Transformers
import XCTest

/// Run keys and saved folders hold fingerprints: none may ever change.
final class FingerprintTests: XCTestCase {
  private func description(_ name: String) throws -> ModelDescription {
    try ModelDescription(folder: ReferenceData.root.appendingPathComponent("models/\(name)"))
  }

  func testOfCheckpoints() throws {
    for (name, expected) in [
      ("tiny", "ab2b702463462ab81b5c6cb8c4b3e2c621b7a06fd83f1241b5f9c1138dace50e"),
      ("sharded", "d97b52ea4ba3ab0da52f3d92cdcdb4cbd58e7d1d3da2a4a20fe59075b5bc4dac"),
    ] {
      let description = try description(name)
      XCTAssertEqual(try description.fingerprint(.checkpoint), expected)
      XCTAssertEqual(try LocalModel(description, trainable: true).fingerprint, expected)
    }
  }

  /// What is cached of a model that trains is known by all of its weights, matrices among them.
  func testIdentityFollowsEachTrainedWeight() throws {
    let model = try LocalModel(description("tiny"), trainable: true)
    var seen: Set<String> = [model.identity]
    for parameter in model.network.parameters {
      guard let variable = parameter.variable else {
        XCTFail("\(parameter.name) isn't trainable")
        continue
      }
      variable.value = Tensor(variable.value.values.map { $0 + 1 }, shape: variable.value.shape)
      XCTAssertTrue(seen.insert(model.identity).inserted, parameter.name)
    }
  }

  func testOfFreshModels() throws {
    for (name, expected) in [
      ("gemma3-text", "f35d18809bef35d9fa306e2e74e1e34345bfd1b73d15928a5e1966fb3548b1f7"),
      ("phi3-long", "586ae3e1faa44b164d9841768104bb7f29710a69e4034f0a590c0187bf90d5ea"),
      ("t5-gated", "409cb7b4cf4baaff5ad715c73ddff9f4e14ddef06160d5917f91fc88f0412109"),
      ("bert-older", "c56ed4150db57361be6a0d539ac844fd1c3eec3f11030f7da18237fb8ea8bb1e"),
    ] {
      XCTAssertEqual(try description(name).fingerprint(.random(seed: 7)), expected, name)
    }
  }
}
