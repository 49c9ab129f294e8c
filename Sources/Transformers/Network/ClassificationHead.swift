import Tensors

/// The layers that turn a row's pooled state `[B, H]` into logits of its label `[B, labels]`: trained
/// beside a prompt, as PEFT does for SEQ_CLS.
package final class ClassificationHead {
  /// How an architecture's checkpoints name and build their head.
  package struct Form: Hashable, Sendable {
    /// `score`, `classifier`, …: what its last layer is named, beside the body.
    package let name: String
    /// A layer `[H, H]` in front of the last one.
    package let inner: Inner?
    package let hasBias: Bool

    package struct Inner: Hashable, Sendable {
      package let name: String
      package let activation: Activation

      package init(name: String, activation: Activation) {
        self.name = name
        self.activation = activation
      }
    }

    package init(name: String, inner: Inner? = nil, hasBias: Bool = true) {
      self.name = name
      self.inner = inner
      self.hasBias = hasBias
    }

    /// What decoders have: one matrix without bias.
    package static let score = Form(name: "score", hasBias: false)
  }

  private struct Layer {
    /// `[outputs, inputs]`.
    let weight: Variable
    let bias: Variable?
  }

  package let form: Form
  package let hiddenSize: Int
  package let labels: Int
  /// Whether its weights were drawn, because no checkpoint had them.
  package let isDrawn: Bool
  private let layers: [Layer]

  /// - Parameter values: a tensor of the given name and shape.
  package init(
    _ form: Form, hiddenSize: Int, labels: Int, isDrawn: Bool = false,
    values: (_ name: String, _ shape: [Int]) throws -> Tensor
  ) rethrows {
    self.form = form
    self.hiddenSize = hiddenSize
    self.labels = labels
    self.isDrawn = isDrawn
    layers = try Self.layout(form, hiddenSize: hiddenSize, labels: labels).map { name, outputs in
      Layer(
        weight: Variable(
          try values("\(name).weight", [outputs, hiddenSize]), requiresGradient: true),
        bias: form.hasBias
          ? Variable(try values("\(name).bias", [outputs]), requiresGradient: true) : nil)
    }
  }

  /// The names and shapes of the tensors of a head.
  package static func tensors(
    _ form: Form, hiddenSize: Int, labels: Int
  ) -> [(name: String, shape: [Int])] {
    layout(form, hiddenSize: hiddenSize, labels: labels).flatMap { name, outputs in
      [("\(name).weight", [outputs, hiddenSize])]
        + (form.hasBias ? [("\(name).bias", [outputs])] : [])
    }
  }

  private static func layout(
    _ form: Form, hiddenSize: Int, labels: Int
  ) -> [(name: String, outputs: Int)] {
    (form.inner.map { [($0.name, hiddenSize)] } ?? []) + [(form.name, labels)]
  }

  /// A head of the same values whose training leaves this one as it is.
  package func copy() -> ClassificationHead { copy(with: parameters.map(\.variable.value)) }

  /// - Parameter values: in the order of `parameters`.
  package func copy(with values: [Tensor]) -> ClassificationHead {
    let values = Dictionary(
      zip(parameters.map(\.name), values).map { ($0, $1) }, uniquingKeysWith: { $1 })
    return ClassificationHead(form, hiddenSize: hiddenSize, labels: labels, isDrawn: isDrawn) {
      name, _ in
      values[name]!
    }
  }

  /// The trained tensors by their names in a checkpoint.
  package var parameters: [(name: String, variable: Variable)] {
    let names = Self.layout(form, hiddenSize: hiddenSize, labels: labels).map(\.name)
    return zip(names, layers).flatMap { name, layer in
      [("\(name).weight", layer.weight)] + (layer.bias.map { [("\(name).bias", $0)] } ?? [])
    }
  }

  /// → `[B, labels]`.
  package func logits(of pooled: Variable, on tape: Tape) -> Variable {
    var x = pooled
    for (index, layer) in layers.enumerated() {
      x = tape.linear(
        x, LinearWeight(trainable: layer.weight, orientation: .outputInput), bias: layer.bias)
      if index < layers.count - 1, let inner = form.inner {
        x = tape.activation(x, inner.activation)
      }
    }
    return x
  }
}
