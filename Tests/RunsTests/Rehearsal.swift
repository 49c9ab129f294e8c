import Data
import Foundation
import ReferenceData
import Runs
import Tensors
import Transformers
import Tuning

/// A real, small run: a soft prompt on the random GPT-2 of the fixtures.
struct Rehearsal {
  var hyper = Hyperparameters()
  private let model: LocalModel
  private let renderer: TokenRenderer
  private let rows: [DataRow]

  init(steps: Int) throws {
    hyper.length = .steps(steps)
    hyper.schedule = .linear
    hyper.batch = 2
    hyper.evaluateEvery = 7
    hyper.seed = 5
    model = try ReferenceData.model(ReferenceData.root.appendingPathComponent("models/tiny"))
    renderer = try TokenRenderer(
      PromptPlan(template: try Template("{review} {mood}"), soft: 2), target: "mood",
      tokenizer: model.tokenizer, endToken: nil, demos: [])
    rows = (0..<6).map {
      DataRow(index: $0, fields: ["review": "film \($0)", "mood": $0 % 2 == 0 ? "up" : "down"])
    }
  }

  func run(from earlier: TuningState? = nil) throws -> TuningRun {
    let task = try TaskModel(model, head: nil)
    let soft = SoftPrompt(Tensor((0..<64).map { Float($0 % 7) / 10 }, shape: [2, 32]))
    let scorer = Scorer(model: task, renderer: renderer, method: soft)
    let valid = Array(rows.suffix(2))
    return try TuningRun(
      model: task, method: soft, hyper: hyper,
      train: try rows.prefix(4).map { try renderer.render($0) }, validRows: valid.count,
      evaluate: { try scorer.score(valid) }, resuming: earlier)
  }
}

extension TuningRun {
  /// Trains with a recorder watching; stops after `last` if that is given.
  @discardableResult
  func run(_ recorder: RunRecorder?, stoppingAt last: Int? = nil) throws -> RunSummary {
    try run { event, run in
      try recorder?.record(event, of: run)
      return run.state.step == last ? .stop : .proceed
    }
  }
}
