import Foundation
import Runs
import Script
import Tensors
import Transformers
import Tuning

/// The methods of a run; most of them are its prompt's.
enum RunMethods {
  static let all = [at, score, predict, generate, render, nearest, save, resume]

  static let at = Builtin(
    "at", [Parameter("step", .count)],
    doc: "the prompt, and its head, as they were after a step; at(0) is the untrained start",
    example: "first.at(10).embedding"
  ) { call in
    let run = try call.receiver.run
    let step = try call.integer(0)
    if let prompt = try run.prompt(at: step) { return .object(prompt) }
    let kept = run.session.state.history.steps
    let last = run.session.state.step
    guard let nearest = kept.min(by: { abs($0 - step) < abs($1 - step) }) else {
      throw Fault(
        "`tune: \"full\"` keeps only the model's last weights, not those of step \(step)",
        hint: "at(0) is the model as it was before", at: .argument(0))
    }
    throw Fault(
      step > last
        ? "the run has no step \(step)" : "the prompt of step \(step) is not kept",
      hint: "steps run to \(last); the nearest kept one is \(nearest)", at: .argument(0))
  }

  static let score = Builtin(
    "score", [Parameter("split", .any)], doc: "loss and accuracy on a split such as reviews.test",
    example: "first.score(reviews.test).accuracy"
  ) { call in
    let run = try call.receiver.run
    let split = try call.split(0)
    let applied = try run.applied()
    let score = ScoreObject(
      try applied.score(split.rows, run.engine, as: "scoring \(run.name)"), of: run.name, on: split,
      applied, call)
    try run.engine.runs.keep(score, of: run)
    return .object(score)
  }

  static let predict = Builtin(
    "predict", [Parameter("input", .any), Prediction.tokensParameter],
    doc:
      "the label, or the text, that the tuned prompt gives an input text or a record; of a list or a "
      + "split a list; a text has at most `tokens`, by default those of the longest training target",
    example: "first.predict(\"A warm and funny film.\")"
  ) { call in
    try Prediction(try call.receiver.run.applied(), call).labels(tokens: 1)
  }

  static let generate = Builtin(
    "generate",
    [PromptMethods.textParameter] + GenerateOptions.parameters + GenerateOptions.more,
    doc: PromptMethods.generate.doc,
    example: "first.generate(\"The film was\", tokens: 8)"
  ) { call in
    let run = try call.receiver.run
    return try PromptMethods.generated(run.prompt, model: run.model, call) { run.planned.dataset }
  }

  static let render = Builtin(
    "render", [Parameter("row", .any)],
    doc: "the exact text and tokens that a row becomes, every special token shown",
    example: "first.render(reviews.test[0])"
  ) { call in
    let run = try call.receiver.run
    let (row, _) = try call.row(0, of: run.prompt, data: nil)
    return try run.applied().rendering(row)
  }

  static let nearest = Builtin(
    "nearest", [Parameter("k", .integerIn(.between(1, 1000)), default: 5)],
    doc: "the k tokens of the vocabulary nearest to each soft token, by cosine",
    example: "first.nearest(3)"
  ) { call in
    let run = try call.receiver.run
    guard let soft = try run.softTokens(for: run.model) else {
      throw Fault("this run has no soft tokens to look up")
    }
    return .object(
      try NearestObject(soft, count: try call.integer(0), of: try run.model.local(for: "`nearest`"))
    )
  }

  static let save = Builtin(
    "save", [Parameter("folder", .string)],
    doc:
      "writes the tuned prompt as an adapter folder that PEFT loads, or the model with what was trained "
      + "of it",
    example: "first.save(\"mood-adapter\")"
  ) { call in
    let run = try call.receiver.run
    let folder = try call.url(0)
    let base = run.planned.model
    let whole =
      run.plan.tuned == .head
      ? try run.engine.catalog.trainable(base.place)
      : run.session.trainedModel
    if let whole {
      try run.engine.writing {
        try whole.write(
          to: folder, head: run.session.learned.head, labels: base.labels?.names ?? [])
      }
      try SavedFolder.model(folder).report(call)
      return .none
    }
    guard let tuned = run.prompt.tuned else { preconditionFailure("a run's prompt is tuned") }
    let saved = AdapterFile.SavedRun(
      state: run.session.state, hyper: run.plan.hyper, key: run.plan.key.hex)
    try AdapterFile.write(tuned, plan: run.plan.prompt, run: saved, to: folder, call)
    return .none
  }

  static let resume = Builtin(
    "resume",
    [
      Parameter("steps", .integerIn(.from(1)), default: .none),
      Parameter("more", .integerIn(.from(1)), default: .none, aliases: ["extra", "further"]),
    ],
    doc:
      "continues to the planned steps, to a greater total of `steps`, or for `more` further steps",
    example: "first.resume(more: 20)"
  ) { call in
    let run = try call.receiver.run
    let done = run.session.state.step
    var planned = run.planned
    if call.has(0), call.has(1) {
      throw Fault(
        "`steps` and `more` are both given",
        hint: "`steps` is the total, `more` what is added to "
          + "the \(done) that are done", at: .argument(1))
    }
    if call.has(0) || call.has(1) {
      let steps = call.has(1) ? done + (try call.integer(1)) : try call.integer(0)
      guard steps > done else {
        throw Fault(
          "the run has done \(done) steps already, and `steps` is the total",
          hint: "for \(steps) more write `more: \(steps)`", at: .argument(0))
      }
      guard run.plan.hyper.schedule == .constant || steps == run.session.totalSteps else {
        throw Fault(
          "the \(run.plan.hyper.schedule.rawValue) schedule ends at step \(run.session.totalSteps)",
          hint: "only a constant rate can be continued", at: .argument(call.has(1) ? 1 : 0))
      }
      // A share of the steps stays what it was.
      planned.plan.hyper.warmUp = Double(
        run.plan.hyper.warmUpSteps(of: run.session.totalSteps))
      planned.plan.hyper.length = .steps(steps)
      // The last step's evaluation is one that a longer run doesn't make.
      if !run.session.state.isPrefix(ofRunWith: planned.plan.hyper) {
        planned.plan.origin = run.session.state.digest
      }
    }
    guard run.session.state.step < run.totalSteps(of: planned.plan) else {
      throw Fault(
        "the run is complete, with \(done) steps",
        hint: "give a greater number of `steps`, or say how many more: `more: \(max(1, done / 2))`")
    }
    guard !planned.dataset.train.isEmpty else {
      throw Fault(
        "the store has run `\(run.name)` without the rows that it was trained on",
        hint: "declare it with them: `run \(run.declaration.name) { from: …, data: … }`")
    }
    let training = Training(planned, run.declaration, run.engine, among: run.engine.ranks)
    return .object(try training.run(from: training.furthest(after: run.session.state)))
  }
}

extension RunMethods {
  /// A total that the run has reached by the time that it is resumed.
  static func fault(of call: StaticCall) -> Fault? {
    guard call.name == "resume", let run = call.declaration,
      let index = call.arguments.firstIndex(where: { $0.name == "steps" || $0.name == nil }),
      case .number(let total)? = call.arguments[index].constant,
      case .number(let declared)? = call.constant("steps", orOf: "hyper"),
      // It may end before.
      call.constant("patience", orOf: "hyper")?.isNone ?? false, total <= declared
    else { return nil }
    let number = Value.number(total).source
    return Fault(
      "`\(run.name)` trains \(Value.number(declared).source) steps, and `steps` is the total",
      hint: "for \(number) more write `more: \(number)`", at: .argument(index))
  }
}

extension RunObject {
  fileprivate func totalSteps(of plan: TuningPlan) -> Int {
    if case .steps(let steps) = plan.hyper.length { steps } else { session.totalSteps }
  }
}
