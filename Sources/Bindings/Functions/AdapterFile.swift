import Foundation
import Script
import Transformers
import Tuning

/// Saves a tuned prompt the way PEFT reads it.
enum AdapterFile {
  static func write(
    _ tuned: PromptObject.Tuned, plan: PromptPlan, run: RunObject?, metrics: [String: Double],
    to folder: URL, _ call: Call
  ) throws {
    guard plan.soft > 0 else {
      throw Fault("a hard prompt has no soft tokens to save", hint: "save its text instead")
    }
    let isAtFront: Bool =
      if plan.template.softRuns.isEmpty {
        true
      } else if plan.template.softRuns.count == 1,
        case .soft = plan.template.pieces.first
      { true } else { false }
    if !isAtFront {
      call.host.warn(
        "\(folder.lastPathComponent): PEFT puts soft tokens in front; this prompt has them "
          + "elsewhere, which only pts restores\n")
    }
    let sidecar = Adapter.Sidecar(
      template: plan.template.source, target: tuned.dataset.target,
      answers: plan.answers.map { [$0.label, $0.words] },
      baseFingerprint: tuned.model.language.fingerprint, run: run?.plan.key ?? "",
      steps: run?.session.state.kept.step ?? 0, metrics: metrics)
    try Adapter(
      embedding: tuned.embedding, baseModel: tuned.model.place.name, sidecar: sidecar
    ).write(to: folder, shape: tuned.model.language.causal.shape)
  }
}
