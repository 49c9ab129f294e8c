import Tensors
import Transformers

extension Adapter {
  /// The method as it was left, on a model whose sizes it fits.
  package func method(for model: LanguageModel) throws -> any TuningMethod {
    switch contents.kind {
    case .prompt, .ptuning, .contextAware:
      try checkWidth(model)
      return SoftPrompt(try embedding)
    case .lowRank:
      return try LowRankAdaptation(contents, for: model)
    case .prefix, .cartridge:
      return try PrefixPrompt(
        try contents.tensor(AdapterContents.prompt), shape: model.network.shape, kind: model.kind)
    case .multitask:
      try checkWidth(model)
      return try MultitaskPrompt(
        parameters: Dictionary(contents.tensors, uniquingKeysWith: { $1 }),
        tokens: contents["num_virtual_tokens"]?.int)
    case nil:
      throw AdapterError.unsupportedYet(type: contents.type ?? "a method of pts")
    }
  }

  /// Soft tokens must be as wide as the model's embeddings.
  private func checkWidth(_ model: LanguageModel) throws {
    let (prompt, width) = (
      try contents.tensor(AdapterContents.prompt), model.network.shape.hiddenSize
    )
    guard prompt.shape[1] == width else {
      throw AdapterError.wrongWidth(
        tensor: AdapterContents.prompt, found: prompt.shape[1], expected: width)
    }
  }

  /// The classification head, in the model's own form; nil where it has none.
  package func classificationHead(
    for model: LanguageModel
  ) throws(AdapterError) -> ClassificationHead? {
    guard task == .label else { return nil }
    let form = model.description.architecture.headForm
    let hidden = model.network.shape.hiddenSize
    let last = "\(form.name).weight"
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
