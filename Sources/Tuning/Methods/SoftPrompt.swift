import Tensors
import Transformers

/// Prompt tuning (Lester et al. 2021): the embeddings `[P, H]` of soft tokens, learned directly.
package final class SoftPrompt: TuningMethod {
  private let embedding: Variable

  package init(_ embedding: Tensor) {
    self.embedding = Variable(embedding, requiresGradient: true)
  }

  package var parameters: [TrainedParameter] { [TrainedParameter("prompt_embeddings", embedding)] }
  package var prompt: Tensor? { embedding.value }

  package var snapshot: [Tensor]? { [embedding.value] }
  package func restored(_ snapshot: [Tensor]) -> any TuningMethod { SoftPrompt(snapshot[0]) }

  package var exported: ExportedMethod? { .soft(embedding.value) }

  package func conditioning(on tape: Tape) -> Conditioning { Conditioning(soft: embedding) }
}
