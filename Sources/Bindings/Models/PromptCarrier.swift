import Script
import Tensors
import Transformers
import Tuning

/// A value that may have a tuned soft prompt.
protocol PromptCarrier: HostObject {
  var carrierName: String { get }
  /// How its soft tokens are tuned.
  var method: MethodPlan { get }
  /// What it has become: soft tokens `[P, H]`, or a prefix; nil before it was tuned.
  var embedding: Tensor? { get }
  /// Whether a run has trained the head of a classification beside it.
  var hasHead: Bool { get }
  /// What was tuned, by a run or into a folder; nil before.
  func learned(for model: ModelObject) throws -> AppliedPrompt.Learned?
  /// What it starts from where nothing has tuned it; nil for a run.
  var untunedPlan: PromptPlan? { get }
  /// What it was tuned by; nil where nothing has tuned it.
  var tunedPlan: PromptPlan? { get }
  /// The prompt on a model, with the data that it was tuned on.
  func applied(on model: ModelObject) throws -> AppliedPrompt
}

/// A value that is loaded where something asks for its prompt: a run of the store.
protocol PromptSource: HostObject {
  func carrier() throws -> any PromptCarrier
}

extension Value {
  /// What may have a tuned soft prompt; nil for any other value.
  ///
  /// - Parameter place: where a script names it, for what keeps it from being loaded.
  func promptCarrier(at place: Fault.Place) throws -> (any PromptCarrier)? {
    guard case .object(let object) = self else { return nil }
    guard let source = object as? any PromptSource else { return object as? any PromptCarrier }
    do {
      return try source.carrier()
    } catch let fault as Fault {
      throw fault.placed(at: place)
    }
  }
}

extension PromptCarrier {
  /// The same for a raw text, which names no task.
  func conditioning(ofTextFor model: ModelObject) throws -> Conditioning {
    if case .multitask(_, let task, _) = method {
      throw Fault(
        "\(carrierName) has soft tokens for each task, and a text names none",
        hint: "give a record with its `\(task)`", at: .argument(0))
    }
    return try conditioning(for: model)
  }

  /// What the prompt brings to a pass of a model, tuned or as declared.
  func conditioning(for model: ModelObject) throws -> Conditioning {
    let tape = Tape(recording: false)
    if let learned = try learned(for: model) { return learned.method.conditioning(on: tape) }
    guard let plan = untunedPlan else { return Conditioning() }
    if case .multitask(_, let task, []) = method {
      throw Fault(
        "\(carrierName) is not tuned yet, and its tasks are in the column `\(task)` of the data",
        hint: "look at the `.prompt` of a run")
    }
    let language = try model.local(for: "a soft prompt")
    do {
      return try plan.startingMethod(language)?.conditioning(on: tape)
        ?? Conditioning()
    } catch {
      throw error.fault
    }
  }

  /// The soft tokens `[P, H]` alone, for looking at; nil where there are none.
  func softTokens(for model: ModelObject) throws -> Tensor? {
    try conditioning(for: model).soft?.value
  }
}
