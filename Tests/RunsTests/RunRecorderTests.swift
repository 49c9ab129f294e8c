import Foundation
import GRDB
import Runs
import Tensors
import Tuning
import XCTest

final class RunRecorderTests: StoreTestCase {
  func testKeepsAWholeRun() throws {
    let record = RunRecord.test(
      .test("a"), configuration: [("hyper.lr", "0.3"), ("data", "\"r\"")])
    let recorder = try store.recorder(for: record)
    let run = try Rehearsal(steps: 30).run()
    var norms: [Double] = []
    let summary = try run.run { event, run in
      if case .step(let report) = event { norms.append(report.gradientNorm) }
      try recorder.record(event, of: run)
      return .proceed
    }
    recorder.close()

    let row = try store.run(prefix: "aaa")
    XCTAssertEqual(row.status, .completed)
    XCTAssertEqual([row.stepsDone, row.stepsTotal, row.keptStep], [30, 30, summary.keptStep])
    XCTAssertEqual(row.baseDigestBefore, summary.baseDigestBefore)
    XCTAssertEqual(row.baseDigestAfter, summary.baseDigestBefore)
    XCTAssertGreaterThan(row.seconds, 0)
    XCTAssertEqual(try store.configuration(record.key), record.configuration)
    let metrics = try store.metrics(record.key)
    XCTAssertEqual(metrics.map(\.step), Array(1...30))
    XCTAssertEqual(metrics.map { Float($0.loss) }, run.state.losses)
    XCTAssertEqual(metrics.map(\.gradientNorm), norms)
    XCTAssertEqual(try store.evaluations(record.key), run.state.evaluations)

    let prompts = try store.prompts(record.key)
    XCTAssertEqual(prompts.map(\.kind), [.best, .last])
    XCTAssertEqual(prompts.map(\.template), [record.template, record.template])
    assertSame(prompts.map(\.vectors), run.state.best!.parameters + run.state.parameters)
    // The last prompt, not the kept one: a longer run resumes from here.
    assertSame(try XCTUnwrap(store.checkpoint(record.key)).parameters, run.state.parameters)
  }

  func testAFinishedRunComesBackAsItReported() throws {
    let record = RunRecord.test(.test("f"))
    let recorder = try store.recorder(for: record)
    let run = try Rehearsal(steps: 9).run()
    var events: [String] = []
    try run.run { event, run in
      events.append("\(event)")
      try recorder.record(event, of: run)
      return .proceed
    }
    recorder.close()
    let finished = try XCTUnwrap(store.finishedRun(record.key, hyper: run.hyper))
    XCTAssertEqual(finished.row.digest, run.state.digest)
    XCTAssertEqual(finished.transcript.state.digest, run.state.digest)
    XCTAssertEqual(finished.row.parameters, 64)
    XCTAssertGreaterThan(try XCTUnwrap(finished.row.peakMemory), 1 << 20)
    // The summary's seconds are the store's own; losses lie there as their shortest text.
    XCTAssertEqual(
      finished.transcript.events.dropLast().map { "\($0)" }, Array(events.dropLast()))
    XCTAssertNil(try store.finishedRun(.test("0"), hyper: run.hyper))
  }

  /// Without the evaluation that only the shorter run's last step has, a state is a longer run's on its way.
  func testAPrefixIsWhatALongerRunHasThere() throws {
    for (steps, isPrefix) in [(7, true), (9, true), (11, false)] {
      var short = try Rehearsal(steps: steps)
      short.hyper.schedule = .constant
      var long = try Rehearsal(steps: 20)
      long.hyper.schedule = .constant
      if !isPrefix { short.hyper.learningRate = 1e-4 }
      let run = try short.run()
      try run.run(nil)
      guard let prefix = run.state.prefix(ofRunWith: run.hyper) else {
        XCTAssertEqual(run.state.best?.step, steps, "only what is lost can't be had again")
        continue
      }
      let whole = try long.run()
      var there: TuningState?
      try whole.run { event, run in
        if run.state.step == steps, there == nil || !steps.isMultiple(of: 7) || event.isEvaluation {
          there = run.checkpoint()
        }
        return .proceed
      }
      if isPrefix { XCTAssertEqual(prefix.digest, there?.digest, "\(steps) steps") }
    }
  }

  func testInterruptedAndResumedEqualsUnbroken() throws {
    let rehearsal = try Rehearsal(steps: 40)
    let unbroken = try rehearsal.run()
    try unbroken.run(nil)

    // Stopped at a step with an evaluation, and at one without.
    for stop in [21, 25] {
      let record = RunRecord.test(.test(stop == 21 ? "1" : "2"))
      let first = try store.recorder(for: record)
      XCTAssertNil(first.earlier)
      try rehearsal.run().run(first, stoppingAt: stop)
      first.close()
      XCTAssertEqual(try store.run(record.key)?.status, .interrupted)
      XCTAssertEqual(try store.run(record.key)?.stepsDone, stop)
      let earlierSeconds = try XCTUnwrap(store.run(record.key)).seconds

      let state = try XCTUnwrap(store.checkpoint(record.key))
      XCTAssertEqual(state.step, stop)
      let second = try store.recorder(for: record)
      XCTAssertEqual(second.earlier?.status, .interrupted)
      let resumed = try rehearsal.run(from: state)
      try resumed.run(second)
      second.close()
      XCTAssertEqual(resumed.state.losses, unbroken.state.losses)
      XCTAssertEqual(resumed.state.evaluations, unbroken.state.evaluations)
      XCTAssertEqual(resumed.state.best?.step, unbroken.state.best?.step)
      assertSame(resumed.state.parameters, unbroken.state.parameters)
      assertSame(resumed.state.kept.parameters, unbroken.state.kept.parameters)

      let row = try XCTUnwrap(store.run(record.key))
      XCTAssertEqual(row.status, .completed)
      XCTAssertGreaterThan(row.seconds, earlierSeconds)
      XCTAssertEqual(
        try store.metrics(record.key).map { Float($0.loss) }, unbroken.state.losses)
      XCTAssertEqual(try store.evaluations(record.key), unbroken.state.evaluations)
    }
  }

  /// Whatever cuts a repetition short leaves the finished run as it was.
  func testOnlyAFinishedRepetitionReplacesAFinishedRun() throws {
    let rehearsal = try Rehearsal(steps: 12)
    let record = RunRecord.test(.test("4"))
    let whole = try store.recorder(for: record)
    try rehearsal.run().run(whole)
    whole.close()
    let row = try XCTUnwrap(store.run(record.key))
    let metrics = try store.metrics(record.key)
    let prompts = try store.prompts(record.key)
    func assertUnchanged(_ what: String) throws {
      let now = try XCTUnwrap(store.run(record.key))
      XCTAssertEqual(now, row, what)
      XCTAssertEqual(try store.metrics(record.key), metrics, what)
      XCTAssertEqual(try store.evaluations(record.key).map(\.step), [7, 12], what)
      XCTAssertEqual(try store.prompts(record.key).map(\.step), prompts.map(\.step), what)
      XCTAssertEqual(try store.checkpoint(record.key)?.step, 12, what)
    }
    let stopped = try store.recorder(for: record)
    XCTAssertEqual(stopped.earlier?.status, .completed)
    try rehearsal.run().run(stopped, stoppingAt: 5)
    try assertUnchanged("stopped")
    stopped.close()
    try assertUnchanged("closed")
    let failed = try store.recorder(for: record)
    _ = try? rehearsal.run().run { event, run in
      try failed.record(event, of: run)
      if run.state.step == 9 { throw TuningError.nothingToTune }
      return .proceed
    }
    try failed.fail("no luck")
    try assertUnchanged("failed")
    // A killed process leaves its recorder without a word: nothing may have been written before.
    let killed = try store.recorder(for: record)
    _ = try? rehearsal.run().run { event, run in
      try killed.record(event, of: run)
      if run.state.step == 11 { throw TuningError.nothingToTune }
      return .proceed
    }
    try assertUnchanged("killed")
    killed.close()

    let again = try store.recorder(for: record)
    try rehearsal.run().run(again)
    again.close()
    let now = try XCTUnwrap(store.run(record.key))
    XCTAssertEqual(now.status, .completed)
    XCTAssertGreaterThan(now.started, row.started)
    XCTAssertEqual(try store.metrics(record.key).map(\.loss), metrics.map(\.loss))
    XCTAssertNotNil(try store.metrics(record.key)[0].rate)
  }

  /// An interrupted run gives way to what got further, not to what was stopped sooner.
  func testAnInterruptedRunKeepsItsCheckpointUntilItIsOvertaken() throws {
    let rehearsal = try Rehearsal(steps: 20)
    let record = RunRecord.test(.test("5"))
    for (stop, kept) in [(11, 11), (4, 11), (15, 15)] {
      let recorder = try store.recorder(for: record)
      try rehearsal.run().run(recorder, stoppingAt: stop)
      recorder.close()
      let row = try XCTUnwrap(store.run(record.key))
      XCTAssertEqual([row.stepsDone, try store.checkpoint(record.key)?.step], [kept, kept])
      XCTAssertEqual(row.status, .interrupted)
      XCTAssertEqual(try store.metrics(record.key).count, kept)
    }
  }

  /// Nor to one that resumes from an earlier state, nor to one that was killed on the way.
  func testAnEarlierStateKeepsTheFurtherCheckpoint() throws {
    let rehearsal = try Rehearsal(steps: 20)
    let record = RunRecord.test(.test("6"))
    let early = try rehearsal.run()
    try early.run(nil, stoppingAt: 4)
    let first = try store.recorder(for: record)
    try rehearsal.run().run(first, stoppingAt: 11)
    first.close()
    for stop in [8, 14] {
      let recorder = try store.recorder(for: record)
      XCTAssertEqual(recorder.heldUntil, 11)
      try rehearsal.run(from: early.state).run(recorder, stoppingAt: stop)
      recorder.close()
      XCTAssertEqual(try store.checkpoint(record.key)?.step, max(11, stop))
      XCTAssertEqual(try store.metrics(record.key).count, max(11, stop))
    }
    // The table of a killed process is ahead of its checkpoint, which is what counts.
    let killed = RunRecord.test(.test("7"))
    let whole = try store.recorder(for: killed)
    try rehearsal.run().run(whole, stoppingAt: 9)
    whole.close()
    try DatabaseQueue(path: file("runs.sqlite").path).write {
      try $0.execute(
        sql: "UPDATE run SET stepsDone = 13, status = 'running' WHERE key = ?",
        arguments: [killed.key.hex])
    }
    let next = try store.recorder(for: killed)
    try rehearsal.run().run(next, stoppingAt: 10)
    next.close()
    XCTAssertEqual(try store.checkpoint(killed.key)?.step, 10)
  }

  /// A run under a new key that resumes from another's state knows that one's steps too.
  func testStepsDoneElsewhere() throws {
    let short = try Rehearsal(steps: 10).run()
    try short.run(nil)
    let record = RunRecord.test(.test("c"))
    let recorder = try store.recorder(for: record)
    try Rehearsal(steps: 20).run(from: short.state).run(recorder)
    recorder.close()
    let metrics = try store.metrics(record.key)
    XCTAssertEqual(metrics.map(\.step), Array(1...20))
    XCTAssertEqual(metrics.prefix(10).map { Float($0.loss) }, short.state.losses)
    XCTAssertNil(metrics[9].rate)
    XCTAssertNotNil(metrics[10].rate)
  }

  func testFailuresAndForgottenRuns() throws {
    let failing = try store.recorder(for: .test(.test("f")))
    let run = try Rehearsal(steps: 20).run()
    _ = try? run.run { event, run in
      try failing.record(event, of: run)
      if run.state.step == 9 { throw TuningError.diverged(step: 9, loss: .nan, rate: 1) }
      return .proceed
    }
    try failing.fail("the loss is NaN")
    var row = try store.run(prefix: "f")
    XCTAssertEqual(row.status, .failed)
    XCTAssertEqual(row.failure, "the loss is NaN")
    XCTAssertEqual(try store.metrics(row.key).count, 9)
    XCTAssertNil(try store.checkpoint(row.key))

    _ = try store.recorder(for: .test(.test("e")))
    row = try store.run(prefix: "e")
    XCTAssertEqual(row.status, .interrupted)
  }

  func testListsComparesAndRemoves() throws {
    let keys = "ab12".map { RunKey.test($0) } + [RunKey("ab" + String(repeating: "0", count: 62))!]
    for (index, key) in keys.enumerated() {
      let recorder = try store.recorder(
        for: .test(
          key, name: index == 1 ? "second" : "first",
          configuration: [("lr", "\(index)"), ("seed", "7")]
            + (index == 1 ? [("clip", "1.0")] : [])))
      recorder.close()
    }
    XCTAssertEqual(try store.runs().map(\.key), keys.reversed())
    XCTAssertEqual(try store.runs(named: "second").map(\.key), [keys[1]])
    XCTAssertEqual(try store.runs(status: .completed), [])
    XCTAssertEqual(try store.runs(limit: 2).map(\.key), [keys[4], keys[3]])
    XCTAssertEqual(try store.run(prefix: "AB0").key, keys[4])
    XCTAssertEqual(
      storeError { _ = try self.store.run(prefix: "a") },
      .ambiguousRun("a", matches: ["aaaaaaaa", "ab000000"].sorted()))
    for unknown in ["", "c", "first", "%", String(repeating: "a", count: 65)] {
      XCTAssertEqual(
        storeError { _ = try self.store.run(prefix: unknown) }, .unknownRun(unknown))
    }
    XCTAssertEqual(
      try store.differences(keys[0], keys[1]).map { [$0.name, $0.first, $0.second] },
      [["lr", "0", "1"], ["clip", nil, "1.0"]])

    let output = StoredOutput(kind: "score", split: "test", json: "{\"accuracy\":0.5}")
    try store.keep(StoredOutput(kind: "score", split: "test", json: "{}"), of: keys[0])
    try store.keep(output, of: keys[0])
    try store.keep(output, of: .test("d"))
    XCTAssertEqual(try store.outputs(keys[0]), [output])
    XCTAssertEqual(try store.outputs(.test("d")), [])

    let held = try store.recorder(for: .test(keys[2]))
    XCTAssertEqual(
      storeError { try self.store.remove(keys[2]) },
      .alreadyTraining(key: keys[2].hex, process: Int(getpid())))
    try store.remove(keys[0])
    XCTAssertEqual(try store.outputs(keys[0]), [])
    XCTAssertEqual(try store.configuration(keys[0]), [])
    XCTAssertEqual(try store.clear(), 3)
    XCTAssertEqual(try store.runs().map(\.key), [keys[2]])
    held.close()
    XCTAssertEqual(try store.clear(named: "first"), 1)
    XCTAssertEqual(try store.runs(), [])
  }

  func testAnUntouchedStoreMakesNothing() throws {
    XCTAssertEqual(try store.runs(), [])
    XCTAssertNil(try store.checkpoint(.test("a")))
    XCTAssertEqual(try store.clear(), 0)
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder.path), [])
  }
}

extension RunEvent {
  fileprivate var isEvaluation: Bool { if case .evaluated = self { true } else { false } }
}
