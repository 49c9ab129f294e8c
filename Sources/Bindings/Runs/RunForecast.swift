import Figures
import Foundation
import Runs
import Script
import Tuning

/// What a run would do if the script ran now.
package struct RunForecast: Sendable {
  package enum Action: Sendable {
    /// The store has it.
    case cached(ReplayedRun)
    /// By then the store has it, since an earlier run of the script is the same under another name.
    case repeats(String)
    /// A shorter run, or an interrupted part of this one, has done the first steps.
    case continues(from: RunKey, step: Int)
    case trains
    /// Only running knows what it comes to.
    case unknown
  }

  package let name: String
  package let action: Action
  /// Why it isn't cached, in words: `lr 0.3 → 0.1`.
  package let reason: String
  /// Steps that it would train.
  package let steps: Int?
  /// How long that would take here; nil where nothing is known to judge by.
  package let seconds: Double?
  /// Bytes that the process would hold.
  package let memory: Int?
}

/// Says what runs would do, from their plans and the store: nothing is loaded for it.
struct RunForecaster {
  private let engine: Engine
  private let speed: SpeedEstimate
  /// The names of the runs so far that would train.
  private var trained: [RunKey: String] = [:]

  init(_ engine: Engine) throws {
    self.engine = engine
    speed = try SpeedEstimate(engine.runs.measuredRuns())
  }

  /// - Parameter run: a checked run, one forecast for each of its points.
  mutating func forecasts(_ run: RunNoun.Checked) throws -> [RunForecast] {
    try run.plans(engine.catalog).map { name, plan in
      let workload = try Workload(plan, run)
      if !engine.forcesRuns, let row = try engine.runs.row(plan.key), row.status.isFinished,
        engine.runs.hasState(plan.key)
      {
        return RunForecast(
          name: name,
          action: .cached(ReplayedRun(started: row.started, seconds: row.seconds)),
          reason: "", steps: 0, seconds: 0, memory: nil)
      }
      if !engine.forcesRuns, let earlier = trained[plan.key] {
        return RunForecast(
          name: name, action: .repeats(earlier), reason: "", steps: 0, seconds: 0, memory: nil)
      }
      trained[plan.key] = name
      let (action, done) = try start(of: plan)
      return RunForecast(
        name: name, action: action, reason: try reason(name, plan),
        steps: workload.steps - done,
        seconds: speed.seconds(workload, of: plan, from: done),
        memory: speed.memory(workload, of: plan))
    }
  }

  /// A run that the script takes out of the store.
  func forecast(_ stored: StoredRun, as name: String) -> RunForecast {
    let row = stored.row
    return RunForecast(
      name: name, action: .cached(ReplayedRun(started: row.started, seconds: row.seconds)),
      reason: "", steps: 0, seconds: 0, memory: nil)
  }

  /// A run of which too much is left to the run: judged by the last one of its name.
  func forecast(unknown name: String) throws -> RunForecast {
    let last = try engine.runs.rows(named: name).first { $0.status.isFinished }
    return RunForecast(
      name: name, action: .unknown,
      reason: "known when it runs"
        + (last.map { "; \(Numeral.duration($0.seconds)) the last time" } ?? ""),
      steps: last?.stepsTotal, seconds: last?.seconds, memory: last?.peakMemory)
  }

  private func start(of plan: TuningPlan) throws -> (RunForecast.Action, done: Int) {
    guard !engine.forcesRuns else { return (.trains, 0) }
    if engine.environment.resumesRuns, let row = try engine.runs.row(plan.key),
      row.status == .interrupted, let step = try engine.runs.checkpointStep(plan.key)
    {
      return (.continues(from: plan.key, step: step), step)
    }
    if let row = try engine.runs.shorterRow(than: plan) {
      return (.continues(from: row.key, step: row.stepsDone), row.stepsDone)
    }
    return (.trains, 0)
  }

  private func reason(_ name: String, _ plan: TuningPlan) throws -> String {
    if let row = try engine.runs.row(plan.key) {
      switch row.status {
      case .interrupted:
        return "interrupted at step \(Numeral.count(row.stepsDone))"
          + (engine.environment.resumesRuns ? "" : "; `--resume` continues it")
      case .running: return "trains right now, in another process"
      case .failed: return "failed before"
      case .completed, .patience:
        return engine.forcesRuns ? "`--force`" : "its state is gone from the store"
      }
    }
    return try RunHistory(engine).change(in: plan, of: name)
  }
}
