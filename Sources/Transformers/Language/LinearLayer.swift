/// A frozen linear layer of a model's body, as something that a low-rank update is added to.
package struct LinearLayer: Hashable, Sendable {
  /// Its bare name: that of its weight, less `.weight`.
  package let name: String
  /// K.
  package let inputs: Int
  /// N.
  package let outputs: Int
}

extension LocalModel {
  /// The frozen linear layers of the blocks and what is between them and the embeddings, in the order
  /// of the checkpoint; none where the model was loaded trainable. Output heads and a pooling layer belong
  /// to what is made of the states, and take no updates.
  package var linearLayers: [LinearLayer] {
    network.parameters.compactMap { parameter in
      guard case .linear(let weight) = parameter.storage, parameter.name.hasSuffix(".weight"),
        !description.architecture.headNames.contains(parameter.name),
        !parameter.name.hasPrefix("pooler.")
      else { return nil }
      return LinearLayer(
        name: String(parameter.name.dropLast(".weight".count)), inputs: weight.inputs,
        outputs: weight.outputs)
    }
  }
}
