import Checkpoints
import Foundation
import Runs
import Tensors
import Tuning
import XCTest

final class CheckpointFileTests: StoreTestCase {
  private let key = RunKey.test("a")

  private var state: TuningState {
    var state = TuningState(parameters: [
      Tensor([-0.0, .leastNonzeroMagnitude, 1 / 3, .greatestFiniteMagnitude], shape: [2, 2]),
      Tensor([7], shape: [1]),
    ])
    state.step = 3
    state.stale = 1
    state.losses = [0.1, 1e-30, .pi]
    state.stepSeconds = [1e-3, 2e-3, 4e-3]
    state.optimizer = [
      "steps": Tensor([3], shape: [1]), "mean.0": Tensor([1, 2, 3, .nan], shape: [2, 2]),
    ]
    state.evaluations = [
      Evaluation(step: 1, loss: 0.1 + 0.2, accuracy: 1 / 3),
      Evaluation(step: 3, loss: .infinity, accuracy: .nan),
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
    for expected in [state, TuningState(parameters: [Tensor([1, 2], shape: [1, 2])])] {
      try CheckpointFile.write(expected, key: key, to: file("a"))
      let found = try CheckpointFile.read(file("a"), key: key)
      XCTAssertEqual(found.step, expected.step)
      XCTAssertEqual(found.stale, expected.stale)
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
      ("\"step\":3,", "\"step\":2,", "`losses` has the shape [3] at step 2"),
      ("\"step\":3,", "\"step\":-3,", "its state is no JSON of ours"),
      ("\"step\":3,", "\"step\":9223372036854775807,", "`losses` has the shape [3]"),
      ("\"stale\":1", "\"stale\":-1", "a count is below 0"),
      ("\"parameters\":2", "\"parameters\":0", "it counts 0 parameters among 10 tensors"),
      ("\"parameters\":2", "\"parameters\":1000000000000", "parameters among 10 tensors"),
      ("\"parameters\":2", "\"parameters\":3", "it has no tensor `parameters.2`"),
      ("\"version\":3", "\"version\":2", "it has the layout 2"),
      ("\"historySteps\":[0,2]", "\"historySteps\":[0,9]", "earlier steps don't fit"),
      ("\"historySteps\":[0,2]", "\"historySteps\":[0]", "earlier steps don't fit"),
      (key.hex, RunKey.test("b").hex, "it belongs to another run"),
      ("\"step\":1}", "\"step\":4}", "its evaluations are out of order"),
      ("{", "[", "its state is no JSON of ours"),
      ("\"stale\"", "\"stall\"", "its state is no JSON of ours"),
    ]
    for (old, new, expected) in changes {
      let changed = json.replacingOccurrences(of: old, with: new)
      XCTAssertNotEqual(changed, json, old)
      try SafeTensors.write(tensors, metadata: ["pts.state": changed], to: file("b"))
      let error = storeError { _ = try CheckpointFile.read(self.file("b"), key: self.key) }
      guard case .damagedCheckpoint(_, let reason)? = error else {
        XCTFail("\(new): \(String(describing: error))")
        continue
      }
      if expected != "its state is no JSON of ours" || !new.contains("-3") {
        XCTAssertTrue(reason.contains(expected), "\(new): \(reason)")
      }
    }
    try SafeTensors.write([], metadata: honest.metadata, to: file("b"))
    XCTAssertEqual(
      storeError { _ = try CheckpointFile.read(self.file("b"), key: self.key) },
      .damagedCheckpoint(
        path: file("b").path, reason: "it counts 2 parameters among 0 tensors"))
    for missing in ["losses", "best.1", "parameters.0"] {
      try SafeTensors.write(
        tensors.filter { $0.name != missing }, metadata: honest.metadata, to: file("b"))
      XCTAssertEqual(
        storeError { _ = try CheckpointFile.read(self.file("b"), key: self.key) },
        .damagedCheckpoint(path: file("b").path, reason: "it has no tensor `\(missing)`"))
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
