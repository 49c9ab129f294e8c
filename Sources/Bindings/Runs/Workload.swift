import Data
import Transformers
import Tuning

/// How much a run has to compute, from its plan and a few rendered rows: no weights are loaded for it.
struct Workload {
  /// Steps in total.
  let steps: Int
  /// How often the valid split is scored.
  let evaluations: Int
  /// Tokens that go through the model in a step, shared ones once.
  let tokens: Double
  /// The same in an evaluation.
  let evaluationTokens: Double
  /// Weights that a token is multiplied with.
  let weights: Double

  private static let sample = 24

  init(_ plan: TuningPlan, _ run: RunNoun.Checked) throws {
    let model = run.model.description
    let (demos, renderer) = try AppliedPrompt.renderer(
      plan.prompt, model, run.model.labels, run.dataset)
    let rows = demos.remaining
    let perStep = min(max(1, rows.count), plan.hyper.batch * plan.hyper.accumulate)
    switch plan.hyper.length {
    case .steps(let count): steps = count
    case .epochs(let count): steps = count * ((max(1, rows.count) + perStep - 1) / perStep)
    }
    let valid = run.dataset.valid.count
    let interval = plan.hyper.evaluateEvery ?? steps
    let ends = valid == 0 || interval == 0 ? 0 : (steps + interval - 1) / interval
    evaluations = ends + (valid > 0 && plan.hyper.evaluatesStart ? 1 : 0)
    let rendered = try rows.prefix(Self.sample).map { try renderer.render($0) }
    let codes = rendered.map { $0.codes + $0.reply }
    let shared = Self.sharedPrefix(codes)
    let own =
      codes.isEmpty ? 0 : Double(codes.reduce(0) { $0 + $1.count - shared }) / Double(codes.count)
    tokens = Double(shared) + Double(perStep) * own
    // Each answer of a row is scored, after what they have in common.
    let answers = Double(max(1, plan.prompt.answers.count))
    evaluationTokens = Double(shared) + Double(valid) * (own + answers - 1)
    let shape = model.shape
    weights =
      12 * Double(shape.layers) * Double(shape.hiddenSize) * Double(shape.hiddenSize)
      + Double(shape.vocabularySize) * Double(shape.hiddenSize) / 8
  }

  private static func sharedPrefix(_ rows: [[Int32]]) -> Int {
    guard rows.count > 1, var shared = rows.first?[...] else { return 0 }
    for row in rows.dropFirst() {
      shared = shared.prefix(zip(shared, row).prefix { $0 == $1 }.count)
    }
    return shared.count
  }
}
