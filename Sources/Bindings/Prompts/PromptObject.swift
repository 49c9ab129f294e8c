import Adapters
import Data
import Figures
import Foundation
import Script
import Tensors
import Transformers
import Tuning

/// A prompt: as declared, or as a run has tuned it.
final class PromptObject: DeclaredObject, PromptOwner, FamilyObject {
  let declaration: Declaration
  let plan: PromptPlan
  /// The folder that it was taken from.
  let adapter: LoadedAdapter?
  let tuned: Tuned?
  private let warn: (String) -> Void
  /// Whether it is what its declaration says, not what a run has made of that.
  private let isAsDeclared: Bool

  /// What a run learned, and what it learned it on.
  struct Tuned {
    let learned: AppliedPrompt.Learned
    let model: ModelObject
    let dataset: Dataset
    let runName: String
    /// How it was tuned, as a folder remembers it.
    let method: TunedMethod
    /// Of a run's own prompt, so that it can be held against its start.
    var untuned: PlannedRun? = nil
    /// The step after which it was so; nil for what the run kept.
    var step: Int? = nil

    var name: String { step.map { "\(runName) at step \($0)" } ?? runName }
  }

  init(_ declaration: Declaration, engine: Engine) throws {
    self.declaration = declaration
    isAsDeclared = true
    if let owner = try declaration["from"].promptOwner(at: .field("from")) {
      // As it was tuned, under a name of its own.
      _ = try DeclaredPrompt(
        LayeredFields(layers: [declaration]),
        AdapterFolders(engine, file: declaration.range.file, fetches: true))
      guard let prompt = owner.ownPrompt, let tuned = prompt.tuned else {
        throw Fault(
          "\(owner.carrierName) isn't tuned", hint: "name a run, or the prompt of a run",
          at: .field("from"))
      }
      (plan, self.tuned, adapter, warn) = (prompt.plan, tuned, nil, engine.warn)
      return
    }
    tuned = nil
    let declared = try DeclaredPrompt(
      LayeredFields(layers: [declaration]),
      AdapterFolders(engine, file: declaration.range.file, fetches: true))
    plan = declared.plan
    adapter = declared.adapter
    warn = engine.warn
  }

  init(_ declaration: Declaration, plan: PromptPlan, tuned: Tuned) {
    self.declaration = declaration
    self.plan = plan
    self.tuned = tuned
    isAsDeclared = false
    adapter = nil
    warn = { _ in }
  }

  /// What a run that is given it starts from.
  var startDeclaration: Declaration {
    isAsDeclared
      ? declaration
      : declaration.standing(
        for: PromptNoun.schema, name: declaration.name, fields: [("from", .object(self))])
  }

  var carrierName: String {
    tuned.map { "the prompt of \($0.name)" } ?? "prompt `\(declaration.name)`"
  }

  var method: MethodPlan { plan.method }

  var embedding: Tensor? {
    tuned?.learned.method.prompt ?? (try? adapter?.adapter.contents.tensor("prompt_embeddings"))
  }

  var hasHead: Bool { tuned?.learned.head != nil }

  var ownPrompt: PromptObject? { self }
  var tunedOn: ModelObject? { tuned?.model }
  var untunedPlan: PromptPlan? { plan }
  var tunedPlan: PromptPlan? { tuned == nil ? nil : plan }

  func applied(on model: ModelObject) throws -> AppliedPrompt {
    try applied(to: knownDataset, model: model)
  }

  func learned(for model: ModelObject) throws -> AppliedPrompt.Learned? {
    try tuned?.learned ?? adapter?.learned(for: model, warn: warn)
  }

  static let family = MemberFamily(
    "prompt",
    properties: [
      (
        "name", "the name it was declared by; of a tuned one the run's: `first`, `first at step 10`"
      ),
      ("template", "its text with holes"),
      ("soft", "P, its soft tokens"),
      ("method", "how its soft tokens are tuned"),
      ("answers", "label → words"),
      ("demos", "how many training rows it shows"),
      ("seed", "seed of a drawn init and of the demos"),
      ("embedding", "the tuned soft tokens, [P, H]"),
    ], methods: PromptMethods.all,
    gives: [
      "embedding": "tensor", "score": "score", "render": "rendering", "concat": "prompt",
      "mix": "prompt",
    ])

  func hint(forMissing name: String) -> String? {
    switch name {
    case "train", "fit", "tune": "a `run` trains it: declare one with this prompt"
    case "evaluate", "eval", "test", "accuracy", "loss", "perplexity", "macro_f1", "f1", "wrong":
      "a score has it: `.score(split)`"
    case "text": "`.template` is its text, `.render(row)` what a row becomes"
    default: nil
    }
  }

  func member(_ name: String) throws -> Value? {
    switch name {
    case "name": return .string(displayName)
    case "template": return .string(plan.template.source)
    case "soft": return .number(Double(plan.soft))
    case "method": return plan.method.settings[0].value
    case "answers": return .record(Record(plan.answers.map { ($0.label, .string($0.words)) }))
    case "demos": return .number(Double(plan.demos))
    case "seed": return .number(Double(plan.seed))
    case "embedding":
      guard let embedding else {
        throw Fault(
          plan.soft == 0
            ? "prompt `\(declaration.name)` has no soft tokens"
            : "prompt `\(declaration.name)` is not tuned yet",
          hint: plan.soft == 0
            ? "add `soft: 8` and run it" : "a run's prompt has one: `.prompt.embedding` of the run")
      }
      return .object(TensorObject(embedding))
    default: return nil
    }
  }

  var text: String {
    let name = tuned.map { $0.step == nil ? "\($0.runName).prompt" : $0.name } ?? declaration.name
    let soft = plan.soft > 0 ? ", \(plan.soft) soft tokens" : ""
    return "prompt \(name): \(Value.string(plan.template.source).source)\(soft)"
  }

  func writeJSON(to output: inout String) throws -> Bool {
    var record = Record([
      ("template", .string(plan.template.source)), ("soft", .number(Double(plan.soft))),
    ])
    if let embedding {
      record["embedding"] = .list(
        embedding.rows.map { .list($0.map(Value.float)) })
    }
    try JSONWriter.write(Value.record(record), to: &output)
    return true
  }
}

extension Value {
  var prompt: PromptObject { get throws { try object(called: "prompt") } }
}
