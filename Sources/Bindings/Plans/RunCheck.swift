import Data
import Diagnostics
import Script
import Transformers
import Tuning

/// Whether a run can train at all, found without its weights and before its first step.
struct RunCheck {
  let model: ModelDescription
  let labels: ModelLabels?
  let dataset: Dataset
  let prompt: PromptPlan
  let tuned: Tuned

  /// What is wrong is thrown; what has to be said is returned.
  ///
  /// - Parameter rowNotes: what has been found of rows; nil where the rows, or the words around them, aren't
  ///   known yet.
  func check(rows rowNotes: RowNotes?) throws -> [String] {
    try checkColumns()
    if prompt.soft == 0 && tuned == .prompt { throw TuningError.nothingToTune.fault }
    if tuned == .head && labels == nil {
      throw Fault(
        "`tune: \"head\"` trains the head of a classification, and this model has none",
        hint: "give the model its labels: `labels: [\"positive\", \"negative\"]`",
        at: .field("tune"))
    }
    if prompt.soft > 0 && tuned != .prompt {
      throw Fault(
        "`tune: \"\(tuned.rawValue)\"` trains the model with a hard prompt",
        hint: "use a prompt without `soft`", at: .field("tune"))
    }
    let (demos, renderer) = try AppliedPrompt.renderer(prompt, model, labels, dataset)
    guard !demos.remaining.isEmpty else { throw TuningError.noTrainingRows.fault }
    try checkInitial()
    guard let rowNotes else { return [] }
    return try rowNotes.notes(of: prompt) {
      let rows = RowCheck(renderer: renderer, model: model)
      let report =
        try rows.check(demos.remaining, for: .training) + rows.check(dataset.valid, for: .scoring)
        + rows.check(dataset.test, for: .scoring)
      return report.notes(renderer) + PromptNotes(renderer: renderer, dataset: dataset).all
    }
  }

  /// What can be checked where it isn't known yet whether the model has labels.
  func checkWithoutLabels() throws {
    try checkColumns()
    try checkInitial()
  }

  private func checkColumns() throws {
    for column in prompt.template.columns where !dataset.columns.contains(column) {
      throw PromptError.missingColumn(column, row: .input, known: dataset.columns)
        .columnFault(dataset)
    }
  }

  private func checkInitial() throws {
    do {
      try InitialPrompt.check(
        prompt, count: prompt.soft, shape: model.shape, tokenizer: model.tokenizer)
    } catch {
      throw error.fault
    }
  }
}

extension PromptError {
  /// A column that the whole dataset lacks is a fault of the template, not of a row.
  fileprivate func columnFault(_ dataset: Dataset) -> Fault {
    guard case .missingColumn(let name, _, let known) = self else { return fault }
    return Fault(
      "the template has {\(name)}, and dataset `\(dataset.name)` has no such column",
      hint: Suggestion.phrase(for: name, among: known), at: .field("prompt"))
  }
}
