import Diagnostics
import Foundation
import Runs
import Script
import Tuning

/// The run store as the engine uses it: opened when a run first needs it, or never.
final class RunStoreAccess {
  private let store: RunStore?

  /// - Parameter folder: nil keeps no runs.
  init(folder: URL?) {
    store = folder.map(RunStore.init(folder:))
  }

  func recorder(for plan: RunPlan, script: SourceFile) throws -> RunRecorder? {
    try store?.recorder(
      for: RunRecord(
        key: plan.runKey, name: plan.name,
        script: script.path == nil ? nil : script.name, tuned: plan.tuned,
        template: plan.prompt.template.source, baseFingerprint: plan.model.language.fingerprint,
        configuration: try plan.configuration.map {
          ConfigurationField(name: $0.name, json: try JSONWriter.text($0.value))
        }, version: Version.current, machine: Self.machine))
  }

  /// Where an earlier run of the same make was broken off; nil where none was.
  func interruptedState(of plan: RunPlan) throws -> TuningState? {
    guard let store, try store.run(plan.runKey)?.status == .interrupted else { return nil }
    return try store.checkpoint(plan.runKey)
  }

  /// Keeps a score beside its run, where the store has that run and not one that got further.
  func keep(_ score: ScoreObject, of run: RunObject) throws {
    let plan = run.plan
    guard let store, try store.run(plan.runKey)?.stepsDone == run.session.state.step else { return }
    try store.keep(
      StoredOutput(
        kind: "score", split: "\(score.split.dataset.name).\(score.split.name)",
        json: try JSONWriter.text(.object(score))), of: plan.runKey)
  }

  private static let machine: String = {
    var name = utsname()
    uname(&name)
    let kind = withUnsafeBytes(of: &name.machine) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    return "\(kind), \(ProcessInfo.processInfo.activeProcessorCount) processors"
  }()
}

extension RunPlan {
  var runKey: RunKey {
    guard let key = RunKey(key) else { preconditionFailure("a SHA-256 has 64 digits") }
    return key
  }
}

/// What this program calls itself.
package enum Version {
  package static let current = "0.1.0"
}
