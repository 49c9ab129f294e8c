import Data
import Tuning

/// What a prompt on some data will do that its author hardly meant, though nothing is wrong with it.
struct PromptNotes {
  let renderer: TokenRenderer
  let dataset: Dataset

  var all: [String] { [ambiguousHoles, nestedAnswers, endlessTargets].compactMap(\.self) }

  /// A hole that isn't a column though the data has a column of that name.
  private var ambiguousHoles: String? {
    let template = renderer.plan.template
    let names = template.ownHoles.filter {
      dataset.columns.contains($0) && !template.columns.contains($0)
    }
    guard let name = names.min() else { return nil }
    return
      "{\(name)} in the template isn't the data's column `\(name)`: write {column:\(name)} for "
      + "the column"
  }

  /// One answer's words begin another's: a sum of log-probabilities never chooses the longer.
  private var nestedAnswers: String? {
    let plan = renderer.plan
    guard renderer.form == .text, plan.scoring == .sum, !renderer.texts.endsAfterTarget else {
      return nil
    }
    for short in plan.answers {
      for long in plan.answers
      where long.words != short.words && long.words.hasPrefix(short.words) {
        return
          "the answer \"\(short.words)\" begins the answer \"\(long.words)\", so the longer one "
          + "can't be chosen: "
          + (renderer.endToken == nil ? "" : "put {end} after {\(renderer.target)}, or ")
          + "set `scoring: \"per_character\"`"
      }
    }
    return nil
  }

  /// Free text of different lengths, and nothing that teaches the model to stop.
  private var endlessTargets: String? {
    guard renderer.form == .text, renderer.plan.answers.isEmpty, !renderer.texts.endsAfterTarget,
      // Targets that most rows share are labels.
      Set(dataset.train.map { $0.fields[dataset.target] }).count * 2 > dataset.train.count,
      let lengths = try? renderer.targetLengths(dataset.train), lengths.differ
    else { return nil }
    return "the targets differ in length and have no end, so `predict` can't know where to stop: "
      + (renderer.endToken == nil
        ? "the model names no end token; use `answers`"
        : "put {end} after {\(renderer.target)}")
  }
}
