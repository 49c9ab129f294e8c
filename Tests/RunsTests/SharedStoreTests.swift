import Foundation
import Runs
import Tuning
import XCTest

/// Several processes on one store, and one that is killed.
final class SharedStoreTests: StoreTestCase {
  private static let folderVariable = "PTS_TEST_STORE"
  private static let keyVariable = "PTS_TEST_KEY"
  private static let stepsVariable = "PTS_TEST_STEPS"

  /// What the other processes do; started without their settings it does nothing.
  func testChildTrains() throws {
    let environment = ProcessInfo.processInfo.environment
    guard let path = environment[Self.folderVariable] else { throw XCTSkip("for child processes") }
    let store = RunStore(folder: URL(fileURLWithPath: path))
    let recorder = try store.recorder(
      for: .test(RunKey(environment[Self.keyVariable]!)!, name: "child"))
    let run = try Rehearsal(steps: Int(environment[Self.stepsVariable]!)!).run()
    try run.run { event, run in
      try recorder.record(event, of: run)
      usleep(2000)
      return .proceed
    }
    recorder.close()
  }

  private func child(_ key: RunKey, steps: Int) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["RunsTests.SharedStoreTests/testChildTrains"]
    process.environment = ProcessInfo.processInfo.environment.merging(
      [
        Self.folderVariable: folder.path, Self.keyVariable: key.hex, Self.stepsVariable: "\(steps)",
      ], uniquingKeysWith: { $1 })
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func wait(_ what: String, until isSo: () throws -> Bool) throws {
    let limit = ContinuousClock.now + .seconds(60)
    while try !isSo() {
      guard ContinuousClock.now < limit else { return XCTFail("waited for \(what) in vain") }
      usleep(20_000)
    }
  }

  func testAKilledRunIsTakenUpWhereItsCheckpointIs() throws {
    let steps = 1500
    let key = RunKey.test("9")
    let process = try child(key, steps: steps)
    let store = store
    try wait("a checkpoint") { try store.checkpoint(key) != nil }
    XCTAssertEqual(try store.run(key)?.status, .running)
    let pid = Int(process.processIdentifier)
    XCTAssertEqual(
      storeError { _ = try store.recorder(for: .test(key)) },
      .alreadyTraining(key: key.hex, process: pid))
    XCTAssertEqual(
      storeError { try store.remove(key) }, .alreadyTraining(key: key.hex, process: pid))
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()

    let row = try XCTUnwrap(store.run(key))
    XCTAssertEqual(row.status, .interrupted)
    let state = try XCTUnwrap(store.checkpoint(key))
    XCTAssertLessThan(state.step, steps)
    let metrics = try store.metrics(key)
    XCTAssertGreaterThanOrEqual(metrics.count, state.step)
    XCTAssertEqual(metrics.map(\.step), Array(1...max(1, metrics.count)))
    XCTAssertEqual(metrics.count, row.stepsDone)

    let rehearsal = try Rehearsal(steps: steps)
    let unbroken = try rehearsal.run()
    try unbroken.run(nil)
    let recorder = try store.recorder(for: .test(key))
    XCTAssertEqual(recorder.earlier?.status, .interrupted)
    let resumed = try rehearsal.run(from: state)
    try resumed.run(recorder)
    recorder.close()
    XCTAssertEqual(resumed.state.losses, unbroken.state.losses)
    XCTAssertEqual(resumed.state.evaluations, unbroken.state.evaluations)
    assertSame(resumed.state.parameters, unbroken.state.parameters)
    XCTAssertEqual(try store.metrics(key).map { Float($0.loss) }, unbroken.state.losses)
    XCTAssertEqual(try store.evaluations(key), unbroken.state.evaluations)
  }

  /// In a new folder, so that they lay out the database at the same time too.
  func testProcessesTrainSideBySide() throws {
    let keys = "1234".map { RunKey.test($0) }
    let processes = try keys.map { try child($0, steps: 150) }
    for process in processes { process.waitUntilExit() }
    XCTAssertEqual(processes.map(\.terminationStatus), [0, 0, 0, 0])
    let rows = try store.runs(named: "child", status: .completed)
    XCTAssertEqual(Set(rows.map(\.key)), Set(keys))
    for key in keys {
      XCTAssertEqual(try store.metrics(key).map(\.step), Array(1...150))
      XCTAssertEqual(try store.checkpoint(key)?.step, 150)
    }
  }
}
