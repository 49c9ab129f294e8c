import Tensors
import Transformers

/// All of a model's weights, with a hard prompt: the baseline that prompts are compared with, and
/// how a model is pre-trained.
package final class FullTuning: TuningMethod {
  package let parameters: [TrainedParameter]

  /// - Parameter network: loaded trainable.
  package init(_ network: any TransformerModel) {
    parameters = network.parameters.compactMap { parameter in
      parameter.variable.map { TrainedParameter(parameter.name, $0) }
    }
  }

  package var prompt: Tensor? { nil }
  package var exported: ExportedMethod? { nil }
  package var isModelFrozen: Bool { false }
  package var snapshot: [Tensor]? { nil }
  package func restored(_ snapshot: [Tensor]) -> any TuningMethod { self }

  package func conditioning(on tape: Tape) -> Conditioning { Conditioning() }
}
