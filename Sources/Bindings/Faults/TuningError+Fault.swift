import Diagnostics
import Script
import Tuning

extension TuningError {
  var fault: Fault {
    switch self {
    case .noTrainingRows:
      Fault(
        "there is no row to train on", hint: "give `split` a share for train", at: .field("data"))
    case .nothingToTune:
      Fault(
        "this prompt has no soft tokens to tune",
        hint: "add `soft: 8`; a hard prompt is scored without a run", at: .field("prompt"))
    case .noHead(let modelType):
      Fault(
        "a \(modelType) model writes no text: it says which label a row has",
        hint: "give the model its labels: `labels: [\"positive\", \"negative\"]`",
        at: .field("model"))
    case .notSoftAlone:
      Fault(
        "only soft tokens can be combined or differ from row to row, and this prompt reaches into the "
          + "model's blocks",
        hint: "use prompts of method \"prompt\" or \"ptuning\"")
    case .widthsDiffer(let one, let other):
      Fault(
        "the prompts have widths \(one) and \(other): they belong to different models",
        hint: "combine prompts that were tuned on one model")
    case .stateOfAnotherRun:
      Fault("the checkpoint belongs to another run", hint: "start from scratch: remove `resume:`")
    case .notFiniteAtStart(let loss, startIsFinite: false):
      Fault(
        "the run starts from values that aren't finite numbers (the loss of its first batch is "
          + "\(loss.text))",
        hint: "look at what `init` or `from` gives the prompt", at: .field("prompt"))
    case .notFiniteAtStart(let loss, _):
      Fault(
        loss.isFinite
          ? "the gradient of the first batch isn't finite, before anything was trained"
          : "the loss of the first batch is \(loss.text), before anything was trained",
        hint: "the model's weights aren't all finite, or overflow: check its files; `lr` has no "
          + "part in it", at: .field("model"))
    case .diverged(let step, let loss, let rate):
      Fault(
        "the run diverged at step \(step): the loss is \(loss.text) at a rate of \(rate)",
        hint: "lower `lr`, or set `clip: 1.0`", at: .field("hyper"))
    case .baseMoved(let before, let after):
      Fault(
        "the frozen model's weights changed during the run (\(before.prefix(8)) → "
          + "\(after.prefix(8))): the result can't be trusted", hint: "this is a fault of pts")
    }
  }
}

extension Float {
  /// NaN without the sign that it happens to have.
  fileprivate var text: String { isNaN ? "NaN" : "\(self)" }
}
