import Checkpoints
import Foundation
import Runs
import Tensors
import Tuning
import XCTest

final class CheckpointFileTests: StoreTestCase {
  private let key = RunKey.test("a")

  private var state: TuningState {
    var state = TuningState(
      parameters: [
        Tensor([-0.0, .leastNonzeroMagnitude, 1 / 3, .greatestFiniteMagnitude], shape: [2, 2]),
        Tensor([7], shape: [1]),
      ], names: ["prompt_embeddings", "score.weight"])
    state.step = 3
    state.evaluationsSinceBest = 1
    state.losses = [0.1, 1e-30, .pi]
    state.stepSeconds = [1e-3, 2e-3, 4e-3]
    state.optimizer = [
      "steps": Tensor([3], shape: [1]), "mean.0": Tensor([1, 2, 3, .nan], shape: [2, 2]),
    ]
    state.evaluations = [
      Evaluation(step: 1, loss: 0.1 + 0.2, accuracy: 1 / 3),
      Evaluation(step: 2, loss: -0.0, accuracy: .leastNonzeroMagnitude),
      Evaluation(step: 3, loss: .infinity, accuracy: Double(bitPattern: 0xFFF8_0000_0000_1234)),
    ]
    state.best = .init(
      step: 1, loss: 0.1 + 0.2,
      parameters: [Tensor([4, 3, 2, 1], shape: [2, 2]), Tensor([-7], shape: [1])])
    state.history = PromptHistory(
      stride: 2,
      snapshots: [0, 2].map {
        (
          step: $0,
          values: [Tensor([1, 2, 3, Float($0)], shape: [2, 2]), Tensor([Float($0)], shape: [1])]
        )
      })
    return state
  }

  func testComesBackBitForBit() throws {
    for expected in [
      state, TuningState(parameters: [Tensor([1, 2], shape: [1, 2])], names: ["a"]),
    ] {
      try CheckpointFile.write(expected, key: key, to: file("a"))
      let found = try CheckpointFile.read(file("a"), key: key)
      XCTAssertEqual(found.step, expected.step)
      XCTAssertEqual(found.names, expected.names)
      XCTAssertEqual(found.evaluationsSinceBest, expected.evaluationsSinceBest)
      assertSame(found.parameters, expected.parameters)
      XCTAssertEqual(found.optimizer.keys.sorted(), expected.optimizer.keys.sorted())
      for name in expected.optimizer.keys {
        assertSame([found.optimizer[name]!], [expected.optimizer[name]!])
      }
      XCTAssertEqual(found.losses, expected.losses)
      XCTAssertEqual(found.stepSeconds, expected.stepSeconds)
      XCTAssertEqual(found.evaluations.map(\.step), expected.evaluations.map(\.step))
      XCTAssertEqual(
        found.evaluations.map(\.loss.bitPattern), expected.evaluations.map(\.loss.bitPattern))
      XCTAssertEqual(
        found.evaluations.map(\.accuracy.bitPattern),
        expected.evaluations.map(\.accuracy.bitPattern))
      XCTAssertEqual(found.history.stride, expected.history.stride)
      XCTAssertEqual(found.history.steps, expected.history.steps)
      for step in expected.history.steps {
        assertSame(found.history[step]!, expected.history[step]!)
      }
      XCTAssertEqual(found.best?.step, expected.best?.step)
      XCTAssertEqual(found.best?.loss, expected.best?.loss)
      assertSame(found.best?.parameters ?? [], expected.best?.parameters ?? [])
    }
  }

  /// Headers that no run has written, each with what is said of it.
  func testHostileHeaders() throws {
    try CheckpointFile.write(state, key: key, to: file("a"))
    let honest = try SafeTensors(file("a"))
    let tensors = try honest.entries.keys.sorted().map { (name: $0, tensor: try honest.tensor($0)) }
    let json = honest.metadata["pts.state"]!
    let changes = [
      ("\"step\":3,\"version\"", "\"step\":2,\"version\"", "evaluations are out of order"),
      (
        "\"step\":3,\"version\"", "\"step\":4,\"version\"",
        "tensor `losses` has shape [3] at step 4"
      ),
      ("\"step\":3,\"version\"", "\"step\":-3,\"version\"", "step is out of range"),
      (
        "\"step\":3,\"version\"", "\"step\":9223372036854775807,\"version\"",
        "step is out of range"
      ),
      ("since_best\":1", "since_best\":-1", "evaluations_since_best is out of range"),
      ("[\"prompt_embeddings\",\"score.weight\"]", "[]", "parameters must be names, each once"),
      ("\"score.weight\"]", "\"prompt_embeddings\"]", "parameters must be names, each once"),
      ("\"score.weight\"]", "\"score.bias\"]", "there is no tensor `parameters.score.bias`"),
      ("\"version\":4", "\"version\":5", "version 5 is not one that this pts reads"),
      ("\"steps\":[0,2]", "\"steps\":[0,9]", "history has steps that the run doesn't have"),
      ("\"steps\":[0,2]", "\"steps\":[0]", "has shape [2, 2, 2] for 1 steps"),
      ("\"stride\":2", "\"stride\":0", "history has steps that the run doesn't have"),
      ("\"loss\":\"7ff0000000000000\"", "\"loss\":\"inf\"", "isn't valid pts JSON"),
      ("\"step\":1}", "\"step\":4}", "evaluations are out of order"),
      ("{", "[", "its state isn't valid pts JSON"),
      ("evaluations_since_best", "stale", "the state isn't valid pts JSON"),
    ]
    for (old, new, expected) in changes {
      let changed = json.replacingOccurrences(of: old, with: new)
      XCTAssertNotEqual(changed, json, old)
      try SafeTensors.write(
        tensors, metadata: ["pts.state": changed, "pts.run": key.hex], to: file("b"))
      let error = storeError { _ = try CheckpointFile.read(self.file("b"), key: self.key) }
      guard case .damagedCheckpoint(_, let reason)? = error else {
        XCTFail("\(new): \(String(describing: error))")
        continue
      }
      XCTAssertTrue(reason.contains(expected), "\(new): \(reason)")
    }
    for other in [RunKey.test("b").hex, nil] {
      try SafeTensors.write(
        tensors, metadata: honest.metadata.merging(["pts.run": other ?? ""]) { $1 }, to: file("b"))
      XCTAssertEqual(
        storeError { _ = try CheckpointFile.read(self.file("b"), key: self.key) },
        .damagedCheckpoint(path: file("b").path, reason: "it belongs to another run"))
    }
    try SafeTensors.write([], metadata: honest.metadata, to: file("b"))
    XCTAssertEqual(
      storeError { _ = try CheckpointFile.read(self.file("b"), key: self.key) },
      .damagedCheckpoint(
        path: file("b").path, reason: "there is no tensor `parameters.prompt_embeddings`"))
    for missing in ["losses", "best.score.weight", "parameters.prompt_embeddings", "history.0"] {
      try SafeTensors.write(
        tensors.filter { $0.name != missing }, metadata: honest.metadata, to: file("b"))
      XCTAssertEqual(
        storeError { _ = try CheckpointFile.read(self.file("b"), key: self.key) },
        .damagedCheckpoint(path: file("b").path, reason: "there is no tensor `\(missing)`"))
    }
  }

  /// A cut anywhere, or a garbled byte, is an error or the state of a run.
  func testCutAndGarbledFiles() throws {
    try CheckpointFile.write(state, key: key, to: file("a"))
    let bytes = [UInt8](try Data(contentsOf: file("a")))
    for index in stride(from: 0, to: bytes.count, by: 7) {
      try Data(bytes[..<index]).write(to: file("b"))
      let error = storeError { _ = try CheckpointFile.read(self.file("b"), key: self.key) }
      guard case .damagedCheckpoint? = error else { return XCTFail("\(index)") }
      for byte in [0x00, 0x22, 0x39, 0x7B] as [UInt8] {
        var garbled = bytes
        garbled[index] = byte
        try Data(garbled).write(to: file("b"))
        do {
          _ = try CheckpointFile.read(file("b"), key: key)
        } catch {
          guard case .damagedCheckpoint = error else { return XCTFail("\(index): \(error)") }
        }
      }
    }
  }
}
