import Random
import Tensors
import Transformers

/// LoRA (Hu et al. 2021): beside each of some frozen layers y = x·W a learned update of low rank,
/// y += (x·Aᵀ)·Bᵀ·scale, with A `[r, K]` and B `[N, r]`.
package final class LowRankAdaptation: TuningMethod {
  package struct Layer {
    /// As the network calls it.
    package let name: String
    /// As the whole model that PEFT wraps calls it.
    package let fullName: String
    let a: Variable
    let b: Variable
    package let alpha: Double

    package init(name: String, fullName: String, a: Tensor, b: Tensor, alpha: Double) {
      (self.name, self.fullName, self.alpha) = (name, fullName, alpha)
      self.a = Variable(a, requiresGradient: true)
      self.b = Variable(b, requiresGradient: true)
    }

    package var rank: Int { a.shape[0] }

    package var parameters: [TrainedParameter] {
      [
        TrainedParameter(LowRankAdaptation.tensorName(fullName, "A"), a),
        TrainedParameter(LowRankAdaptation.tensorName(fullName, "B"), b),
      ]
    }
  }

  let plan: LowRankPlan
  let layers: [Layer]
  /// GPT-2's layers keep their weights `[inputs, outputs]`, which PEFT's configuration has to say.
  let hasTransposedWeights: Bool

  private init(_ layers: [Layer], plan: LowRankPlan, hasTransposedWeights: Bool) {
    self.layers = layers
    self.plan = plan
    self.hasTransposedWeights = hasTransposedWeights
  }

  package convenience init(_ layers: [Layer], plan: LowRankPlan, modelType: String) {
    self.init(layers, plan: plan, hasTransposedWeights: modelType == "gpt2")
  }

  /// An update that changes nothing yet: A is drawn as torch draws a linear layer's weight
  /// (Kaiming-uniform, a = √5, so within ±1/√K), B is zero.
  package convenience init(
    _ model: LocalModel, plan: LowRankPlan = LowRankPlan(), seed: UInt64
  ) throws(MethodError) {
    precondition(plan.rank > 0, "an update of rank \(plan.rank)")
    let type = model.network.shape.modelType
    let prefix = model.description.architecture.prefixes[0]
    var plan = plan
    let targets = plan.targets ?? LowRankPlan.usualTargets(of: type)
    plan.targets = targets
    let known = model.linearLayers
    guard !known.isEmpty else { throw .trainableBase }
    let chosen = known.filter { layer in
      targets.contains { (prefix + layer.name).isModule($0) }
    }
    for target in targets where !known.contains(where: { (prefix + $0.name).isModule(target) }) {
      throw .noSuchLayer(target, known: Self.lastNames(of: known))
    }
    var generator = RandomGenerator(seed: seed)
    let layers = chosen.map { layer in
      let bound = 1 / Double(layer.inputs).squareRoot()
      let a = Tensor(shape: [plan.rank, layer.inputs]) { values in
        for i in values.indices { values[i] = Float(bound * (2 * generator.uniform() - 1)) }
      }
      return Layer(
        name: layer.name, fullName: prefix + layer.name, a: a,
        b: .zeros([layer.outputs, plan.rank]), alpha: plan.alpha)
    }
    self.init(layers, plan: plan, modelType: type)
  }

  package static func lastNames(of layers: [LinearLayer]) -> [String] {
    Set(layers.map { String($0.name.split(separator: ".").last ?? "") }).sorted()
  }

  package var parameters: [TrainedParameter] { layers.flatMap(\.parameters) }

  package var isLowRank: Bool { true }
  package var prompt: Tensor? { nil }

  package var exported: ExportedMethod? {
    .lowRank(layers, plan, hasTransposedWeights: hasTransposedWeights)
  }

  package var snapshot: [Tensor]? { parameters.map(\.variable.value) }

  package func restored(_ snapshot: [Tensor]) -> any TuningMethod {
    var values = snapshot.makeIterator()
    return LowRankAdaptation(
      layers.map {
        Layer(
          name: $0.name, fullName: $0.fullName, a: values.next()!, b: values.next()!,
          alpha: $0.alpha)
      }, plan: plan, hasTransposedWeights: hasTransposedWeights)
  }

  package func conditioning(on tape: Tape) -> Conditioning {
    var conditioning = Conditioning()
    for layer in layers {
      let width = plan.isRankStabilised ? Double(layer.rank).squareRoot() : Double(layer.rank)
      conditioning.lowRank[layer.name] = LowRankUpdate(
        a: layer.a, b: layer.b, scale: Float(layer.alpha / width))
    }
    return conditioning
  }

  package static func tensorName(_ layer: String, _ side: String) -> String {
    "base_model.model.\(layer).lora_\(side).weight"
  }
}

extension String {
  /// Whether PEFT takes this module's name for one that `pattern` names: the same, or its end after
  /// a dot.
  package func isModule(_ pattern: String) -> Bool { self == pattern || hasSuffix("." + pattern) }
}
