import Tensors
import Transformers

extension Adapter {
  /// The method as it was left, on a model whose sizes it fits.
  package func method(for model: LanguageModel) throws -> any TuningMethod {
    switch contents.kind {
    case .prompt, .ptuning, .contextAware:
      let prompt = try embedding
      let width = model.network.shape.hiddenSize
      guard prompt.shape[1] == width else {
        throw AdapterError.wrongWidth(
          tensor: AdapterContents.prompt, found: prompt.shape[1], expected: width)
      }
      return SoftPrompt(prompt)
    case .lowRank:
      return try LowRankAdaptation(contents, for: model)
    case .prefix, .cartridge, .multitask, nil:
      throw AdapterError.unsupportedYet(type: contents.type ?? "a method of pts")
    }
  }

  /// The classification head, in the model's own form; nil where it has none.
  package func classificationHead(
    for model: LanguageModel
  ) throws(AdapterError) -> ClassificationHead? {
    guard task == .label else { return nil }
    let form = model.description.architecture.headForm
    let hidden = model.network.shape.hiddenSize
    let last = form.hasInnerLayer ? "\(form.name).out_proj.weight" : "\(form.name).weight"
    let found = Dictionary(head.map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 })
    guard let weight = found[last], weight.rank == 2, (1...(1 << 20)).contains(weight.shape[0])
    else { throw .otherHead(found: found.keys.sorted(), expected: [last]) }
    var used: Set<String> = []
    let made: ClassificationHead
    do {
      made = try ClassificationHead(form, hiddenSize: hidden, labels: weight.shape[0]) {
        name, shape throws(AdapterError) in
        guard let tensor = found[name] else { throw .missingTensor(name) }
        guard tensor.shape == shape else {
          throw .wrongShape(tensor: name, found: tensor.shape, expected: shape)
        }
        used.insert(name)
        return tensor
      }
    } catch let error as AdapterError {
      throw error
    } catch {
      preconditionFailure("a head fails only as told above: \(error)")
    }
    guard used.count == found.count else {
      throw .otherHead(found: found.keys.sorted(), expected: used.sorted())
    }
    return made
  }
}
