import Foundation
import ReferenceData
import Runs
import Tensors
import Tuning
import XCTest

/// A checkpoint that an earlier version of the program left of an interrupted run.
final class EarlierCheckpointTests: StoreTestCase {
  func testACheckpointOfVersion3() throws {
    let folder = ReferenceData.root.appendingPathComponent("saved/checkpoint-3")
    let name = try XCTUnwrap(
      FileManager.default.contentsOfDirectory(atPath: folder.path).first {
        $0.hasSuffix(".safetensors")
      })
    let key = try XCTUnwrap(RunKey(String(name.dropLast(".safetensors".count))))
    let url = folder.appendingPathComponent(name)
    let state = try CheckpointFile.read(url, key: key)
    XCTAssertEqual(state.step, 34)
    XCTAssertEqual(state.losses.count, 34)
    XCTAssertEqual(state.evaluations.map(\.step), Array(stride(from: 2, through: 34, by: 2)))
    XCTAssertEqual(state.evaluations[0].loss.bitPattern, 4_619_394_449_856_218_577)
    XCTAssertEqual(state.best?.loss.bitPattern, 4_618_962_178_236_100_236)
    XCTAssertEqual(state.optimizer.keys.sorted(), ["mean.0", "square.0", "steps"])
    XCTAssertEqual(state.history.steps, Array(0...34))
    XCTAssertEqual(state.history[34], state.parameters)
    XCTAssertEqual(
      storeError { _ = try CheckpointFile.read(url, key: .test("b")) },
      .damagedCheckpoint(path: url.path, reason: "it belongs to another run"))

    try CheckpointFile.write(state, key: key, to: file("a"))
    let again = try CheckpointFile.read(file("a"), key: key)
    XCTAssertEqual(again.parameters, state.parameters)
    XCTAssertEqual(again.optimizer, state.optimizer)
    XCTAssertEqual(again.evaluations, state.evaluations)
    XCTAssertEqual(again.history[7], state.history[7])
  }

  /// A run resumes from it under its own names.
  func testARunContinuesFromIt() throws {
    let rehearsal = try Rehearsal(steps: 4)
    let whole = try rehearsal.run()
    try whole.run { _, _ in .proceed }
    let half = try rehearsal.run()
    try half.run { event, run in run.state.step == 2 ? .stop : .proceed }
    var old = TuningState(parameters: half.state.parameters, names: ["0"])
    old.step = 2
    (old.optimizer, old.losses) = (half.state.optimizer, half.state.losses)
    (old.stepSeconds, old.history) = (half.state.stepSeconds, half.state.history)
    let rest = try rehearsal.run(from: old)
    XCTAssertEqual(rest.state.names, ["prompt_embeddings"])
    try rest.run { _, _ in .proceed }
    XCTAssertEqual(rest.state.parameters, whole.state.parameters)
  }

  func testAnotherOptimizerIsNamed() throws {
    var rehearsal = try Rehearsal(steps: 4)
    let run = try rehearsal.run()
    try run.run { event, run in run.state.step == 2 ? .stop : .proceed }
    rehearsal.hyper.optimizer = .sgd
    XCTAssertThrowsError(try rehearsal.run(from: run.state)) {
      XCTAssertEqual($0 as? StateError, .otherOptimizer(saved: .adamW, declared: .sgd))
    }
  }
}
