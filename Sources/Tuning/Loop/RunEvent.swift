import Tensors

/// What a run tells whoever watches it.
package enum RunEvent: Sendable {
  case started(RunStart)
  case step(StepReport)
  case evaluated(Evaluation)
  case finished(RunSummary)
}

/// The watcher's answer; a stop takes effect after the step at hand.
package enum RunSignal: Sendable {
  case proceed
  case stop
}

package struct RunStart: Sendable {
  package let totalSteps: Int
  /// Steps that an earlier part of this run has done.
  package let doneSteps: Int
  package let validRows: Int
  package let baseDigest: String
  /// What the steps' loss is: `loss`, or `smoothed loss`.
  package let lossName: String
}

package struct StepReport: Sendable, BitwiseCopyable {
  /// Counted from 1.
  package let step: Int
  /// Mean over the batch's target tokens, nats.
  package let loss: Float
  package let rate: Double
  /// Before clipping.
  package let gradientNorm: Double
  package let seconds: Double
  package let targetTokens: Int
  /// Tokens that went through the model, shared ones once.
  package let tokens: Int
}

package struct Evaluation: Sendable, BitwiseCopyable, Codable, Hashable {
  package let step: Int
  /// Mean over the valid split's target tokens, nats.
  package let loss: Double
  /// Share of rows answered right; see `Score.accuracy`.
  package let accuracy: Double

  package init(step: Int, loss: Double, accuracy: Double) {
    self.step = step
    self.loss = loss
    self.accuracy = accuracy
  }
}

package struct RunSummary: Sendable {
  package enum Ending: String, Sendable, Codable {
    case completed, interrupted
    /// `patience` evaluations went by without a better loss.
    case ranOutOfPatience = "patience"
  }

  package let ending: Ending
  package let steps: Int
  /// The step whose prompt the run carries: the best evaluated one, or the last.
  package let keptStep: Int
  package let seconds: Double
  /// Hashes of the base's weights in memory before and after; a run that moved a frozen base throws.
  package let baseDigestBefore: String
  package let baseDigestAfter: String
}
