import Adapters
import Foundation
import Script
import Transformers
import Tuning

/// Saves what was tuned the way PEFT reads it.
enum AdapterFile {
  /// What is kept of a run, so that it can be resumed from the folder.
  struct SavedRun {
    let state: TuningState
    let hyper: Hyperparameters
    let key: String
  }

  static func write(
    _ tuned: PromptObject.Tuned, plan: PromptPlan, run: SavedRun?, to folder: URL, _ call: Call
  ) throws {
    guard let contents = tuned.learned.method.adapter else {
      throw Fault("a hard prompt has no soft tokens to save", hint: "save its text instead")
    }
    if plan.soft > 0, !plan.template.isSoftInFront {
      call.host.warn(
        "\(folder.lastPathComponent): PEFT puts soft tokens in front; this prompt has them "
          + "elsewhere, which only pts restores\n")
    }
    if contents.type == nil {
      call.host.warn(
        "\(folder.lastPathComponent): PEFT has no such method; only pts reads this folder\n")
    }
    let language = try tuned.model.local(for: "`save`")
    var metrics: [String: Double] = [:]
    if let valid = run?.state.evaluations.last {
      metrics = ["valid_loss": valid.loss, "valid_accuracy": valid.accuracy]
    }
    let sidecar = Adapter.Sidecar(
      plan: plan, method: tuned.method, target: tuned.dataset.target,
      labels: tuned.model.labels?.names, hyper: run?.hyper, base: language,
      run: run?.key ?? "", metrics: metrics)
    let adapter = Adapter(
      tuned.learned.method, kind: language.kind, head: tuned.learned.head,
      baseModel: tuned.model.place.name, sidecar: sidecar, state: run?.state)
    try call.engine.writing { try adapter.write(to: folder, shape: language.network.shape) }
    try SavedFolder.adapter(folder, isOwn: contents.type == nil).report(call)
  }
}

extension Template {
  /// Whether its soft tokens come before all text, as PEFT has them.
  fileprivate var isSoftInFront: Bool {
    guard !softRuns.isEmpty else { return true }
    guard softRuns.count == 1, case .soft? = pieces.first else { return false }
    return true
  }
}
