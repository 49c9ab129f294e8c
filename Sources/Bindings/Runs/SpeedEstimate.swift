import Foundation
import Runs
import Tensors
import Tuning

/// How long a run takes and how much memory it needs on this machine, judged by the runs that were
/// measured here: the more alike the better.
struct SpeedEstimate {
  /// A run of this machine, and what its steps took.
  struct Measured {
    let row: RunRow
    let plan: TuningPlan
    let timing: RunTiming
  }

  /// The newest first.
  private let measured: [Measured]

  init(_ measured: [Measured]) { self.measured = measured }

  /// - Parameter done: steps that needn't be trained.
  func seconds(_ work: Workload, of plan: TuningPlan, from done: Int) -> Double? {
    let steps = Double(work.steps - done)
    let share = work.steps == 0 ? 0 : steps / Double(work.steps)
    let evaluations = Double(work.evaluations) * share
    let alike = measured.filter { $0.plan.isAlike(plan) }
    if let step = Self.median(alike.compactMap(\.timing.secondsPerStep)) {
      let evaluation = Self.median(alike.compactMap(\.timing.secondsPerEvaluation)) ?? 0
      return steps * step + evaluations * evaluation
    }
    guard let perToken = secondsPerToken(plan, work) else { return nil }
    // An evaluation goes forward alone.
    return perToken * (steps * work.tokens + evaluations * work.evaluationTokens / 2)
  }

  /// Of this model, or else of another one, by the weights that a token meets, or else by what a product of
  /// matrices takes now.
  private func secondsPerToken(_ plan: TuningPlan, _ work: Workload) -> Double? {
    let ofModel = measured.filter { $0.plan.model.fingerprint == plan.model.fingerprint }
    if let own = Self.median(ofModel.compactMap(\.timing.secondsPerToken)) { return own }
    // Two operations a weight forward, two back to the prompt; half of the rate of one large product.
    return MultiplicationRate.measured.map { 4 * work.weights / ($0 / 2) }
  }

  /// Bytes; nil where no run like it was measured.
  func memory(_ work: Workload, of plan: TuningPlan) -> Int? {
    measured.filter { $0.plan.isAlike(plan) }.compactMap(\.row.peakMemory).max()
  }

  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    return values.sorted()[values.count / 2]
  }
}

extension TuningPlan {
  /// Whether a step of this plan does as much as one of the other.
  fileprivate func isAlike(_ other: TuningPlan) -> Bool {
    model.fingerprint == other.model.fingerprint && model.precision == other.model.precision
      && tuned == other.tuned && lowRank == other.lowRank
      && prompt.template == other.prompt.template
      && prompt.soft == other.prompt.soft && prompt.method == other.prompt.method
      && prompt.demos == other.prompt.demos && prompt.answers == other.prompt.answers
      && hyper.batch == other.hyper.batch && hyper.accumulate == other.hyper.accumulate
      && data.rows == other.data.rows && data.target == other.data.target
  }
}

/// Operations a second of a product of matrices, for where no run was measured yet.
enum MultiplicationRate {
  /// Nil where the clock saw nothing pass.
  static let measured: Double? = {
    let size = 256
    let a = Tensor([Float](repeating: 0.5, count: size * size), shape: [size, size])
    guard (try? Tensor.matmul(a, a)) != nil else { return nil }
    // Other programs take their share of some; the fastest says what the machine can do.
    let seconds = (0..<6).map { _ in
      let started = ContinuousClock.now
      _ = try? Tensor.matmul(a, a)
      return (ContinuousClock.now - started) / .seconds(1)
    }
    guard let fastest = seconds.min(), fastest > 0 else { return nil }
    return 2 * Double(size * size * size) / fastest
  }()
}
