import Data
import Script
import Tuning

/// What a prompt's training rows say of it. It takes their tokens, so it is computed when it is first
/// needed, and once.
final class PromptFacts {
  private let renderer: TokenRenderer
  private let dataset: Dataset

  init(_ renderer: TokenRenderer, _ dataset: Dataset) {
    self.renderer = renderer
    self.dataset = dataset
  }

  private(set) lazy var notes = PromptNotes(renderer: renderer, dataset: dataset).all

  /// How long the training targets are; nil without a row.
  private(set) lazy var lengths: Result<(longest: Int, differ: Bool)?, Fault> =
    Result { () throws(PromptError) in try renderer.targetLengths(dataset.train) }.mapError(\.fault)
}
