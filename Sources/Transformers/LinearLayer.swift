/// A frozen linear layer of a model's body, as something that a low-rank update is added to.
package struct LinearLayer: Hashable, Sendable {
  /// Its bare name: that of its weight, less `.weight`.
  package let name: String
  /// K.
  package let inputs: Int
  /// N.
  package let outputs: Int
}

extension LanguageModel {
  /// The body's frozen linear layers in the order of the checkpoint, output heads left out; none where the
  /// model was loaded trainable.
  package var linearLayers: [LinearLayer] {
    network.parameters.compactMap { parameter in
      guard case .packed(let weight) = parameter.storage, parameter.name.hasSuffix(".weight"),
        !description.architecture.headNames.contains(parameter.name)
      else { return nil }
      return LinearLayer(
        name: String(parameter.name.dropLast(".weight".count)), inputs: weight.inputs,
        outputs: weight.outputs)
    }
  }
}
