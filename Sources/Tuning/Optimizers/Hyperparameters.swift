/// How a run trains, every default in place.
package struct Hyperparameters: Hashable, Codable, Sendable {
  package enum Length: Hashable, Codable, Sendable {
    case steps(Int)
    case epochs(Int)
  }

  package var optimizer: OptimizerKind = .adamW
  /// The highest rate, reached after the warm-up.
  package var learningRate: Double = 0.3
  package var length: Length = .steps(200)
  /// Rows a step, B.
  package var batch: Int = 16
  package var schedule: Schedule.Kind = .constant
  /// Steps over which the rate rises from 0.
  package var warmUp: Int = 0
  /// Weight decay: decoupled in AdamW and Adafactor, added to the gradient in SGD.
  package var decay: Double = 0.01
  /// AdamW's averaging factors.
  package var betas: [Double] = [0.9, 0.999]
  /// SGD's momentum.
  package var momentum: Double = 0
  /// The largest gradient norm let through; nil clips nothing.
  package var clip: Double? = nil
  package var seed: UInt64 = 0
  package var shuffles = true
  /// Steps between evaluations on the valid split; nil evaluates at the end only.
  package var evaluateEvery: Int? = nil
  /// Evaluations without a better loss before the run stops; nil never stops early.
  package var patience: Int? = nil

  package init() {}
}

package enum OptimizerKind: String, Hashable, Codable, Sendable, CaseIterable {
  case adamW = "adamw"
  case adafactor
  case sgd
}

/// What is tuned: the prompt in front of a frozen model, or, as baselines, a classification's head alone,
/// low-rank updates of the model's layers, or the model itself.
package enum Tuned: String, Hashable, Codable, Sendable, CaseIterable {
  case prompt
  case head
  case lora
  case full
}
