import Data
import Foundation
import Tensors
import Transformers
import Tuning

/// What a session does with a model and a prompt on it: rows are scored, one step is trained, a text is continued.
struct Session {
  let model: LocalModel
  let plan: PromptPlan
  let head: ClassificationHead?
  var labels: [String] = []
  var hyper = Self.oneStep
  /// Where an earlier session stopped.
  var state: TuningState?

  static let oneStep: Hyperparameters = {
    var hyper = Hyperparameters()
    hyper.length = .steps(1)
    return hyper
  }()

  private static let rows = [
    ("a good and warm film", "good", "a"), ("the play was cold", "bad", "b"),
  ].enumerated().map { index, row in
    DataRow(
      index: index,
      fields: [
        "review": row.0, "text": row.0, "mood": row.1, "task": row.2, "number": "\(index)",
      ])
  }

  /// - Parameter method: nil for words alone.
  func run(_ method: (any TuningMethod)?) throws {
    let task = try TaskModel(model, head: head)
    let renderer = try renderer()
    let conditioning = method?.conditioning(on: Tape(recording: false)) ?? Conditioning()
    let rows = try rendered(renderer, conditioning)
    let batch = task.batch(rows, for: method)
    let logits = task.logits(batch, conditioning, on: Tape(recording: false)).value
    guard logits.shape == [batch.targets.count, task.classes] else {
      throw FuzzFault.broken("logits have the shape \(logits.shape)")
    }
    try write(after: renderer.renderPrompt(Self.rows[0]), conditioning)
    guard let method else { return }
    let state = try train(task, method, rows)
    _ = state.history.steps.compactMap { state.history[$0]?.count }
  }

  /// Where the run stands after its steps and as many evaluations.
  func trained(_ method: any TuningMethod) throws -> TuningState {
    let task = try TaskModel(model, head: head)
    let renderer = try renderer()
    let scorer = Scorer(model: task, renderer: renderer, method: method)
    let conditioning = method.conditioning(on: Tape(recording: false))
    return try train(task, method, rendered(renderer, conditioning)) { try scorer.score(Self.rows) }
  }

  private func renderer() throws -> TokenRenderer {
    let form: TargetForm =
      head != nil ? .label(labels) : model.kind == .encoderDecoder ? .reply : .text
    return try TokenRenderer(
      plan, form: form, target: "mood", tokenizer: model.tokenizer,
      endToken: model.endToken?.text, demos: plan.demos > 0 ? [Self.rows[1]] : [])
  }

  /// The rows, which fit the model.
  private func rendered(_ renderer: TokenRenderer, _ conditioning: Conditioning) throws
    -> [RenderedRow]
  {
    let rows = try Self.rows.map { try renderer.render($0) }
    for row in rows { try row.checkFit(model.description, after: conditioning.prefixLength) }
    return rows
  }

  private func write(after row: RenderedRow, _ conditioning: Conditioning) throws {
    try row.checkFit(model.description, after: conditioning.prefixLength)
    let codes = row.codes
    var settings = Generator.Settings()
    settings.tokens = 4
    let ends = model.description.endTokens.ids
    var ids: [Int32] = []
    if let network = model.network.encoderDecoder {
      ids = ReplyWriter(model: network, conditioning: conditioning, ends: ends).reply(
        to: codes, settings)
    } else if let causal = model.causal {
      ids = Generator(model: causal, conditioning: conditioning, ends: ends)
        .continuation(of: codes, settings)
    }
    guard ids.allSatisfy((0..<Int32(model.network.shape.vocabularySize)).contains) else {
      throw FuzzFault.broken("ids \(ids) were written")
    }
    _ = model.tokenizer.decode(ids, skipSpecialTokens: true)
  }

  private func train(
    _ task: TaskModel, _ method: any TuningMethod, _ rows: [RenderedRow],
    evaluate: (() throws -> Score)? = nil
  ) throws -> TuningState {
    var hyper = hyper
    if let state { hyper.length = .steps(state.step + 1) }
    let run = try TuningRun(
      model: task, method: method, hyper: hyper, train: rows,
      validRows: evaluate == nil ? 0 : rows.count, evaluate: evaluate, resuming: state)
    try run.run { _, _ in .proceed }
    return run.state
  }
}
