/// How a run trains, every default in place.
package struct Hyperparameters: Hashable, Sendable {
  package enum Length: Hashable, Sendable {
    case steps(Int)
    case epochs(Int)
  }

  package var optimizer: OptimizerKind = .adamW
  /// The highest rate, reached after the warm-up.
  package var learningRate: Double = 0.3
  package var length: Length = .steps(200)
  /// Rows that go through the model at once, B.
  package var batch: Int = 16
  /// Batches whose gradients make one step: the gradient is that of `accumulate` times the rows.
  package var accumulate: Int = 1
  package var schedule: Schedule.Kind = .constant
  /// Steps over which the rate rises from 0; below 1 a share of all steps.
  package var warmUp: Double = 0
  /// Weight decay: decoupled in AdamW and Adafactor, added to the gradient in SGD.
  package var decay: Double = 0.01
  /// AdamW's averaging factors.
  package var betas: [Double] = [0.9, 0.999]
  /// AdamW's ε, added to the root of the averaged square.
  package var epsilon: Double = 1e-8
  /// SGD's momentum.
  package var momentum: Double = 0
  /// The largest gradient norm let through; nil clips nothing.
  package var clip: Double? = nil
  /// torch's ε: the share of a target's probability that is spread over all classes.
  package var labelSmoothing: Double = 0
  /// How much the rows of each label count; nil counts them alike.
  package var classWeights: ClassWeights? = nil
  package var seed: UInt64 = 0
  package var shuffles = true
  /// Steps between evaluations on the valid split; nil evaluates at the end only.
  package var evaluateEvery: Int? = nil
  /// Whether the start is evaluated too, before the first step.
  package var evaluatesStart = false
  /// Evaluations without a better loss before the run stops; nil never stops early.
  package var patience: Int? = nil

  package init() {}

  /// The warm-up of a run of that many steps; a share is rounded up, as in transformers.
  package func warmUpSteps(of total: Int) -> Int {
    Int(warmUp < 1 ? (warmUp * Double(total)).rounded(.up) : warmUp)
  }

  /// What the loss of a step is called: it is what is made small, not what scores give.
  package var lossName: String {
    (classWeights == nil ? "" : "weighted ") + (labelSmoothing == 0 ? "" : "smoothed ") + "loss"
  }
}
