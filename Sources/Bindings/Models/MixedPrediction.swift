import Script
import Tensors
import Transformers
import Tuning

/// Rows that each have a prompt of their own, given to a model in common batches.
enum MixedPrediction {
  static let predict = Builtin(
    "predict",
    [Parameter("rows", .elements), Parameter("prompts", .list(.any)), Prediction.tokensParameter],
    doc: "the answer to each row with its own prompt, all rows in common batches; a text has at "
      + "most `tokens`, by default those of the longest training target",
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
        hint: "give each row its prompt: a list as long as `rows`", at: .argument(1))
    }
    let entrants = try prompts.map { try entrant($0, model: model, call) }
    return .list(try labels(rows, entrants, model: model, call))
  }

  private static func entrant(
    _ value: Value, model: ModelObject, _ call: Call
  ) throws -> AppliedPrompt {
    guard let carrier = try value.promptCarrier(at: .argument(1)) else {
      throw Fault(
        "`prompts` holds \(value.brief)", hint: "it takes prompts and runs", at: .argument(1))
    }
    let applied = try carrier.applied(on: model)
    guard applied.language.fingerprint == model.fingerprint else {
      throw Fault("a prompt was tuned on another model than this one", at: .argument(1))
    }
    guard case .text = applied.renderer.form else {
      throw Fault(
        "rows with prompts of their own need a decoder",
        hint: "call each prompt's own `predict`", at: .argument(1))
    }
    return applied
  }

  private static func labels(
    _ values: [Value], _ entrants: [AppliedPrompt], model: ModelObject, _ call: Call
  ) throws -> [Value] {
    guard let first = entrants.first else { return [] }
    do {
      let stack = try PromptStack(entrants.map(\.method))
      var answers = values.map { _ in Value.none }
      var rendered: [RenderedRow] = []
      var open: [(index: Int, beginning: FreeAnswers.Beginning)] = []
      for (index, (value, applied)) in zip(values, entrants).enumerated() {
        let row = try Prediction.row(value, of: applied, call, index: index)
        applied.warn(of: try Prediction.check(row, of: applied), call.engine)
        if applied.plan.answers.isEmpty {
          let row = stack.place(try applied.renderer.renderPrompt(row), after: index)
          open.append((index, .init(codes: row.codes, lead: row.lead, applied: applied)))
        } else {
          rendered += try applied.renderer.renderAnswers(row).map { stack.place($0, after: index) }
        }
      }
      let scorer = Scorer(
        model: first.task, renderer: first.renderer, method: stack,
        stops: call.engine.ranks.isSingle)
      let logProbabilities = try call.engine.observed(
        "predicting", .rows, of: rendered.count
      ) { try scorer.logProbabilities(rendered, advance: $0) }
      var start = 0
      for (index, applied) in entrants.enumerated() where !applied.plan.answers.isEmpty {
        let own = logProbabilities[start..<start + applied.plan.answers.count]
        start = own.endIndex
        answers[index] = .string(applied.plan.answers[applied.plan.choice(among: own).index].label)
      }
      let texts = try FreeAnswers(
        language: try model.local(for: "`predict`"),
        conditioning: stack.conditioning(on: Tape(recording: false)),
        tokens: call.has(2) ? try call.integer(2) : nil,
        checkInterrupt: call.context.checkInterrupt, engine: call.engine
      ).texts(after: open.map(\.beginning))
      for ((index, _), text) in zip(open, texts) { answers[index] = .string(text) }
      return answers
    } catch let error as TuningError {
      throw error.fault
    } catch let error as PromptError {
      throw error.fault
    }
  }
}
