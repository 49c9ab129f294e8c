import Foundation
import Ranks
import Tensors
import Transformers

/// One training run, from its rows to its last step.
package final class TuningRun {
  package let hyper: Hyperparameters
  package let totalSteps: Int
  package private(set) var state: TuningState

  private let model: TaskModel
  private let method: any TuningMethod
  private let ranks: any ProcessGroup
  private var gradientStep: DividedStep
  private let trainable: [Variable]
  private let optimizer: any Optimizer
  private let schedule: Schedule
  private var order: BatchOrder
  private let train: [RenderedRow]
  private let validRows: Int
  private let evaluate: (() throws -> Score)?

  /// - Parameters:
  ///   - method: what is tuned, from where it starts; a classification head is tuned beside it.
  ///   - train: the rendered training rows.
  ///   - validRows: how many rows `evaluate` looks at.
  ///   - evaluate: scores the valid split with the current parameters; nil when it is empty.
  ///   - labelWeights: how much each label of a classification's head counts in the loss.
  ///   - state: where an earlier part of this very run ended.
  ///   - ranks: the processes that each take a share of every batch.
  package init(
    model: TaskModel, method: any TuningMethod, hyper: Hyperparameters, train: [RenderedRow],
    validRows: Int, evaluate: (() throws -> Score)?, labelWeights: [Float]? = nil,
    resuming earlier: TuningState? = nil, ranks: any ProcessGroup = SoleProcess()
  ) throws {
    guard !train.isEmpty else { throw TuningError.noTrainingRows }
    // A tokenizer may make nothing of a text.
    if let row = train.first(where: { !$0.hasTarget }) {
      throw PromptError.emptyTarget(row: row.row, text: "")
    }
    let headParameters = model.head?.parameters ?? []
    trainable = method.parameters.map(\.variable) + headParameters.map(\.variable)
    guard !trainable.isEmpty else { throw TuningError.nothingToTune }
    self.model = model
    self.method = method
    self.ranks = ranks
    gradientStep = DividedStep(
      GradientStep(
        model: model, method: method,
        objective: Objective(smoothing: hyper.labelSmoothing, labelWeights: labelWeights)),
      trainable: trainable, microBatch: hyper.accumulate > 1 ? hyper.batch : nil, ranks: ranks)
    self.hyper = hyper
    self.train = train
    self.validRows = validRows
    self.evaluate = evaluate
    order = BatchOrder(
      rows: train.count, batch: hyper.batch * hyper.accumulate, seed: hyper.seed,
      shuffles: hyper.shuffles)
    totalSteps =
      switch hyper.length {
      case .steps(let steps): steps
      case .epochs(let epochs): epochs * order.stepsPerEpoch
      }
    schedule = Schedule(
      kind: hyper.schedule, peak: hyper.learningRate, warmUp: hyper.warmUpSteps(of: totalSteps),
      total: totalSteps)
    optimizer = hyper.makeOptimizer()
    state = TuningState(
      parameters: trainable.map(\.value),
      names: method.parameters.map(\.name) + headParameters.map(\.name))
    if let earlier { try restore(earlier) }
  }

  private func restore(_ earlier: TuningState) throws {
    let declared = hyper.optimizer
    if let saved = OptimizerKind(of: earlier.optimizer), saved != declared {
      throw StateError.otherOptimizer(saved: saved, declared: declared)
    }
    guard earlier.parameters.map(\.shape) == trainable.map(\.shape) else {
      throw TuningError.stateOfAnotherRun
    }
    if let step = earlier.history.steps.first,
      earlier.history[step]?.map(\.shape) != snapshot?.map(\.shape)
    {
      throw TuningError.stateOfAnotherRun
    }
    for (variable, value) in zip(trainable, earlier.parameters) { variable.value = value }
    if earlier.step > 0 { try optimizer.restore(earlier.optimizer, for: trainable) }
    state = earlier.renamed(state.names)
  }

  /// Trains until the planned steps are done, patience ends, or `onEvent` returns `stop`.
  ///
  /// Afterwards the soft prompt (or the model) holds the kept parameters.
  @discardableResult
  package func run(
    onEvent: (RunEvent, TuningRun) throws -> RunSignal
  ) throws -> RunSummary {
    let started = ContinuousClock.now
    let digest = frozenDigest()
    var ending = RunSummary.Ending.completed
    let start = RunStart(
      totalSteps: totalSteps, doneSteps: state.step, validRows: validRows,
      baseDigest: digest, evaluateEvery: hyper.evaluateEvery, lossName: hyper.lossName)
    if try onEvent(.started(start), self) == .stop { ending = .interrupted }
    if state.step == 0 {
      remember()
      if hyper.evaluatesStart, ending == .completed, evaluate != nil, state.evaluations.isEmpty,
        try onEvent(.evaluated(evaluateNow()), self) == .stop
      {
        ending = .interrupted
      }
    }
    while ending == .completed, state.step < totalSteps {
      let report = try step()
      var signal = try onEvent(.step(report), self)
      if isEvaluationDue {
        let evaluation = try evaluateNow()
        if try onEvent(.evaluated(evaluation), self) == .stop { signal = .stop }
        if let patience = hyper.patience, state.evaluationsSinceBest >= patience,
          state.step < totalSteps
        {
          ending = .ranOutOfPatience
        }
      }
      if signal == .stop, state.step < totalSteps { ending = .interrupted }
    }
    state.parameters = trainable.map(\.value)
    state.optimizer = optimizer.state
    // Each process has a clock of its own.
    state.stepSeconds = ranks.broadcast(state.stepSeconds)
    loadBestParameters()
    let after = frozenDigest()
    guard after == digest else { throw TuningError.baseMoved(before: digest, after: after) }
    let summary = RunSummary(
      ending: ending, steps: state.step, keptStep: state.kept.step,
      seconds: (ContinuousClock.now - started) / .seconds(1), baseDigestBefore: digest,
      baseDigestAfter: after)
    _ = try onEvent(.finished(summary), self)
    return summary
  }

  func loadBestParameters() {
    for (variable, value) in zip(trainable, state.kept.parameters) { variable.value = value }
  }

  /// The state as of the last finished step, fit to be saved and resumed from.
  package func checkpoint() -> TuningState {
    var state = state
    state.parameters = trainable.map(\.value)
    state.optimizer = optimizer.state
    return state
  }

  /// What the prompt has become; nil where weights are tuned.
  package var prompt: Tensor? { method.prompt }

  private func step() throws -> StepReport {
    let started = ContinuousClock.now
    let batch = gradientStep(order.indices(at: state.step).map { train[$0] })
    let loss = batch.loss
    let norm = clipGradients(trainable, limit: hyper.clip)
    guard loss.isFinite, norm.isFinite else {
      // Nothing that training did can have led there.
      if state.losses.isEmpty {
        throw TuningError.notFiniteAtStart(
          loss: loss, startIsFinite: trainable.allSatisfy { $0.value.sumOfSquares.isFinite })
      }
      throw TuningError.diverged(
        step: state.step + 1, loss: loss, rate: schedule.rate(at: state.step))
    }
    let rate = schedule.rate(at: state.step)
    optimizer.update(trainable, rate: rate)
    state.step += 1
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    state.losses.append(loss)
    state.stepSeconds.append(Float(seconds))
    remember()
    return StepReport(
      step: state.step, loss: loss, rate: rate, gradientNorm: norm, seconds: seconds,
      targetTokens: batch.targets, tokens: batch.tokens)
  }

  private var isEvaluationDue: Bool {
    guard evaluate != nil else { return false }
    if state.step == totalSteps { return true }
    return hyper.evaluateEvery.map { state.step % $0 == 0 } ?? false
  }

  private func evaluateNow() throws -> Evaluation {
    let score = try evaluate!()
    let evaluation = Evaluation(step: state.step, loss: score.loss, accuracy: score.accuracy)
    state.evaluations.append(evaluation)
    // Without evaluations on the way there is nothing to choose between.
    if hyper.evaluateEvery != nil {
      if evaluation.loss < state.best?.loss ?? .infinity {
        state.best = .init(
          step: state.step, loss: evaluation.loss, parameters: trainable.map(\.value))
        state.evaluationsSinceBest = 0
      } else {
        state.evaluationsSinceBest += 1
      }
    }
    return evaluation
  }

  private func remember() {
    state.history.add(snapshot, at: state.step)
  }

  /// What is tuned now: the method's values, and after them the head's.
  private var snapshot: [Tensor]? {
    method.snapshot.map { $0 + headParameters.map(\.value) }
  }

  private var headParameters: [Variable] { model.head?.parameters.map(\.variable) ?? [] }

  /// The method and the head as they were after a step; nil where it isn't kept.
  package func restored(
    at step: Int
  ) -> (method: any TuningMethod, head: ClassificationHead?)? {
    Self.restored(state.history[step], method: method, head: model.head)
  }

  /// - Parameters:
  ///   - snapshot: of the history of a run of that method and head.
  package static func restored(
    _ snapshot: [Tensor]?, method: any TuningMethod, head: ClassificationHead?
  ) -> (method: any TuningMethod, head: ClassificationHead?)? {
    guard let snapshot else { return nil }
    let count = snapshot.count - (head?.parameters.count ?? 0)
    return (
      method.restored(Array(snapshot[..<count])),
      head.map { $0.copy(with: Array(snapshot[count...])) }
    )
  }

  /// Empty where the model itself is tuned.
  private func frozenDigest() -> String {
    method.isModelFrozen ? model.network.digest() : ""
  }
}
