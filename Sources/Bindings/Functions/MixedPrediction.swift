import Script
import Tensors
import Transformers
import Tuning

/// Rows that each stand behind a prompt of their own, put to a model in common batches.
enum MixedPrediction {
  static let predict = Builtin(
    "predict", [Parameter("rows", .elements), Parameter("prompts", .list(.any))],
    doc: "the answer to each row behind its own prompt, all rows in common batches",
    example: "lm.predict([\"A warm film.\", \"A cold soup.\"], [first, first.at(1)])"
  ) { call in
    let model = try call.receiver.model
    var elements = try call.context.elements(of: call[0])
    var rows: [Value] = []
    while let row = try elements.next() { rows.append(row) }
    let prompts = try call.list(1)
    guard rows.count == prompts.count else {
      throw Fault(
        "there are \(rows.count) rows and \(prompts.count) prompts",
        hint: "give each row its prompt: `rows.map(r => first.prompt)`", at: .argument(1))
    }
    let entrants = try prompts.map { try entrant($0, model: model, call) }
    return .list(try labels(rows, entrants, model: model, call))
  }

  private static func entrant(
    _ value: Value, model: ModelObject, _ call: Call
  ) throws -> AppliedPrompt {
    let applied: AppliedPrompt
    switch value {
    case .object(let run as RunObject): applied = try run.applied()
    case .object(let prompt as PromptObject):
      applied = try prompt.applied(to: call.dataset(1, of: prompt), model: model)
    default:
      throw Fault(
        "`prompts` holds \(value.brief)", hint: "it takes prompts and runs", at: .argument(1))
    }
    guard applied.language.fingerprint == model.language.fingerprint else {
      throw Fault("a prompt was tuned on another model than this one", at: .argument(1))
    }
    guard case .text = applied.renderer.form, !applied.plan.answers.isEmpty else {
      throw Fault(
        "prompts without `answers` have nothing to choose between",
        hint: "use `generate`, a row at a time", at: .argument(1))
    }
    return applied
  }

  private static func labels(
    _ rows: [Value], _ entrants: [AppliedPrompt], model: ModelObject, _ call: Call
  ) throws -> [Value] {
    guard let first = entrants.first else { return [] }
    do {
      let stack = try PromptStack(entrants.map(\.method))
      var rendered: [RenderedRow] = []
      for (index, (row, applied)) in zip(rows, entrants).enumerated() {
        let data = try Prediction.row(row, of: applied, call)
        rendered += try applied.renderer.renderAnswers(data).map { stack.place($0, behind: index) }
      }
      let scorer = Scorer(model: first.task, renderer: first.renderer, method: stack)
      let sums = scorer.logProbabilities(rendered).map(\.sum)
      var start = 0
      return entrants.map { applied in
        let answers = applied.plan.answers
        let own = sums[start..<start + answers.count]
        start += answers.count
        let best = own.indices.max { own[$0] < own[$1] } ?? own.startIndex
        return .string(answers[best - own.startIndex].label)
      }
    } catch let error as TuningError {
      throw error.fault
    } catch let error as PromptError {
      throw error.fault
    }
  }
}
