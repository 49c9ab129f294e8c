import Tensors
import Transformers

/// Deep prompts (Liu et al. 2022, P-tuning v2; Jia et al. 2022): soft tokens of their own `[P, H]`
/// in front of every block, at the positions where the block before left its own states.
package final class DeepPrompt: TuningMethod {
  package let parameters: [TrainedParameter]

  /// - Parameter layers: L tensors `[P, H]`, the embeddings first.
  package init(layers: [Tensor]) {
    precondition(!layers.isEmpty, "a deep prompt of no layers")
    parameters = layers.enumerated().map { TrainedParameter(Self.name($0), $1) }
  }

  /// The layers by their names in a file.
  package convenience init(parameters: [String: Tensor]) throws(MethodError) {
    let saved = SavedParameters(tensors: parameters)
    var layers = [try saved.tensor(Self.name(0), rank: 2)]
    while parameters[Self.name(layers.count)] != nil {
      let layer = try saved.tensor(Self.name(layers.count), rank: 2)
      guard layer.shape[0] == layers[0].shape[0] else {
        throw .wrongShape(
          Self.name(layers.count), found: layer.shape, expected: "\(layers[0].shape[0]) rows")
      }
      layers.append(layer)
    }
    self.init(layers: layers)
    try saved.check(self.parameters)
  }

  package static func name(_ layer: Int) -> String { "layers.\(layer).prompt_embeddings" }

  package func conditioning(on tape: Tape) -> Conditioning {
    var conditioning = Conditioning(soft: parameters[0].variable)
    conditioning.layerPrompts = parameters.dropFirst().map(\.variable)
    return conditioning
  }

  /// The embeddings in front of the first block, the only ones that words can be compared with.
  package var prompt: Tensor? { parameters[0].variable.value }

  package var snapshot: [Tensor]? { parameters.map(\.variable.value) }
  package func restored(_ snapshot: [Tensor]) -> any TuningMethod { DeepPrompt(layers: snapshot) }

  package var exported: ExportedMethod? { .deep(parameters.map(\.variable.value)) }
}
