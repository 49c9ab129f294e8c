import Tensors
import Transformers

/// Nothing but a classification's head, on the states that the frozen model has anyway: a linear
/// probe, the baseline that a prompt in front of the same head has to beat.
package final class HeadAlone: TuningMethod {
  package init() {}

  package var parameters: [TrainedParameter] { [] }
  package var prompt: Tensor? { nil }
  package var exported: ExportedMethod? { nil }
  package var snapshot: [Tensor]? { [] }
  package func restored(_ snapshot: [Tensor]) -> any TuningMethod { self }
  package func conditioning(on tape: Tape) -> Conditioning { Conditioning() }
}
