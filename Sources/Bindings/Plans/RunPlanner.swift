import Data
import Foundation
import Script
import Transformers
import Tuning

/// Resolves the fields of a run, once: for the check before running as far as they are known then, and for
/// the run itself. Nothing else reads them.
struct RunPlanner {
  /// The run's own fields.
  let run: any FieldSource
  /// Nil where only running knows which prompt it names.
  let prompt: (any FieldSource)?
  /// The schema's defaults where the run names none; nil where only running knows which it names.
  let hyper: (any FieldSource)?
  /// As far as they are known.
  let model: ModelNoun.Checked?
  let data: DatasetNoun.Checked?
  let folders: AdapterFolders
  /// The fields that only running can know; none while running.
  private let unknown: KnownFields.Unknown
  private let checks = Checks()
  private let rowNotes: RowNotes

  init(
    run: any FieldSource, prompt: (any FieldSource)?, hyper: (any FieldSource)?,
    model: ModelNoun.Checked?,
    data: DatasetNoun.Checked?, folders: AdapterFolders, unknown: KnownFields.Unknown = .init(),
    rowNotes: RowNotes = RowNotes()
  ) {
    self.run = run
    self.prompt = prompt
    self.hyper = hyper
    self.model = model
    self.data = data
    self.folders = folders
    self.unknown = unknown
    self.rowNotes = rowNotes
  }

  /// What the checks of earlier points noted: most points differ in how they train alone.
  private final class Checks {
    struct Key: Hashable {
      let prompt: PromptPlan
      let tuned: Tuned
    }

    var notes: [Key: [String]] = [:]
  }

  /// What the fields come to.
  struct Resolution {
    let prompt: PromptPlan
    /// What the prompt starts from, where it was taken from a folder.
    let adapter: LoadedAdapter?
    let hyper: Hyperparameters
    let tuned: Tuned
    /// With `tune: "lora"`.
    let lowRank: LowRankPlan?
    /// What a person should know before it trains.
    let notes: [String]
  }

  /// - Parameter point: of a sweep, what it sets, by the run's names.
  /// - Returns: nil where an unknown field keeps the run from being resolved or checked whole.
  /// - Throws: `Fault`, or `NotYetKnown` where the model or the data isn't known.
  func resolve(at point: [String: Value] = [:]) throws -> Resolution? {
    let hyper = try resolvedHyper(at: point)
    guard let promptFields = promptFields(at: point) else { throw NotYetKnown() }
    guard
      let declared = try unknown.tolerating({ try DeclaredPrompt(promptFields, folders) })
    else { return nil }
    var prompt = try declared.start()
    if !declared.hasSeed { prompt.seed = hyper?.value.seed ?? 0 }
    guard let model, let data else { throw NotYetKnown() }
    prompt.maxTokens = prompt.maxTokens ?? data.dataset.maxTokens
    if let hyper, data.hasKnownRows, model.hasKnownLabels, !unknown.contains("answers") {
      _ = try unknown.tolerating {
        try hyper.value.check(data.dataset, labels: model.labels?.names ?? prompt.answerLabels)
      }
    }
    prompt.method = try prompt.method.named(by: data.dataset)
    let (tuned, lowRank) = try resolvedTuning(of: prompt, at: point)
    // How many tokens there is room for is as unknown as their number.
    if unknown.contains("soft") { prompt.initial = .vocabulary }
    guard
      let notes = try unknown.tolerating({
        try check(prompt, tuned, model, data, knowsHyper: hyper != nil)
      }),
      let hyper
    else { return nil }
    return Resolution(
      prompt: prompt, adapter: declared.adapter,
      hyper: hyper.with(usualRateOf: tuned, prompt, lowRank, classifies: model.labels != nil),
      tuned: tuned, lowRank: lowRank, notes: notes)
  }

  private struct ResolvedHyper {
    var value: Hyperparameters
    let hasRate: Bool

    func with(
      usualRateOf tuned: Tuned, _ prompt: PromptPlan, _ lowRank: LowRankPlan?, classifies: Bool
    ) -> Hyperparameters {
      guard !hasRate else { return value }
      let method: TunedMethod? =
        switch tuned {
        case .prompt, .head: .prompt(prompt.method)
        case .lora: .lowRank(lowRank ?? LowRankPlan())
        case .full: nil
        }
      var hyper = value
      hyper.learningRate = Hyperparameters.usualRate(method, classifies: classifies)
      return hyper
    }
  }

  private func resolvedHyper(at point: [String: Value]) throws -> ResolvedHyper? {
    guard let hyper else { return nil }
    let fields = LayeredFields(layers: [run, hyper], point: point)
    return try unknown.tolerating {
      ResolvedHyper(
        value: try Hyperparameters(fields), hasRate: try fields.number("lr") != nil)
    }
  }

  private func promptFields(at point: [String: Value]) -> LayeredFields? {
    guard let prompt else { return nil }
    // A point has the run's names, as its label does.
    var promptPoint = point
    promptPoint["seed"] = point[RunFields.name(ofPrompt: "seed")]
    return LayeredFields(layers: [PromptOverrides(run: run), prompt], point: promptPoint)
  }

  private func resolvedTuning(
    of prompt: PromptPlan, at point: [String: Value]
  ) throws -> (Tuned, LowRankPlan?) {
    guard let tuned = Tuned(rawValue: try run.string("tune") ?? "prompt") else {
      preconditionFailure("the schema lets through what can be tuned")
    }
    if unknown.contains("tune") { return (prompt.soft > 0 ? .prompt : .full, nil) }
    let lowRank = try unknown.tolerating {
      try LowRankPlan(LayeredFields(layers: [run], point: point), tuned: tuned)
    }
    return (tuned, lowRank ?? nil)
  }

  private func check(
    _ prompt: PromptPlan, _ tuned: Tuned, _ model: ModelNoun.Checked, _ data: DatasetNoun.Checked,
    knowsHyper: Bool
  ) throws -> [String] {
    var drawn = prompt
    // Without demonstrations nothing that a check looks at is drawn.
    if prompt.demos == 0 { drawn.seed = 0 }
    let key = Checks.Key(prompt: drawn, tuned: tuned)
    if let known = checks.notes[key] { return known }
    let check = RunCheck(
      model: model.description, labels: model.labels, dataset: data.dataset, prompt: prompt,
      tuned: tuned)
    guard model.hasKnownLabels else {
      try check.checkWithoutLabels()
      return []
    }
    // Rows are rendered only where they and all that is around them are known.
    let knowsText =
      !unknown.contains("answers", "demos", "method")
      && (prompt.demos == 0 || knowsHyper && !unknown.contains("seed", "prompt_seed"))
    let notes = try check.check(rows: data.hasKnownRows && knowsText ? rowNotes : nil)
    checks.notes[key] = notes
    return notes
  }
}
