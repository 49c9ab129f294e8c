import Foundation
import Tensors
import Transformers

/// Where a model's files lie, and what its weights begin from.
struct ModelPlace {
  let folder: URL
  /// What other programs find it by: a path, or a name of the hub.
  let name: String
  let start: LocalModel.Start
  /// Nil for what suits the model and the processor.
  let precision: Precision?
}
