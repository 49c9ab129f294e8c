import Tensors
import Transformers
import Tuning

extension Adapter {
  /// The method as it was left, on a model whose sizes it fits: with the network that made its
  /// prompt where the folder was read with its state, else with the prompt alone.
  package func method(for model: LocalModel) throws(AdapterError) -> any TuningMethod {
    let method = try unchecked(model)
    if let misfit = method.conditioning(on: Tape(recording: false)).misfit(to: model.network) {
      throw .misfit(misfit)
    }
    return method
  }

  private func unchecked(_ model: LocalModel) throws(AdapterError) -> any TuningMethod {
    switch contents.kind {
    case .prompt, .contextAware:
      return SoftPrompt(try embedding)
    case .ptuning:
      if let keptParameters {
        return try made { () throws(MethodError) in
          try PromptEncoder(parameters: keptParameters, tokens: tokens)
        }
      }
      return SoftPrompt(try embedding)
    case .prefix, .cartridge:
      if let keptParameters {
        return try made { () throws(MethodError) in
          try PrefixPrompt(parameters: keptParameters, for: model.network)
        }
      }
      let values = try contents.tensor(AdapterContents.prompt)
      return try made { () throws(MethodError) in try PrefixPrompt(values, for: model.network) }
    case .multitask:
      return try made { () throws(MethodError) in
        try MultitaskPrompt(parameters: contents.named, tokens: tokens)
      }
    case .lowRank:
      return try LowRankAdaptation(contents, for: model)
    case nil:
      return try deepPrompt(model)
    }
  }

  /// A method's fault as one of the folder's.
  private func made<Method>(
    _ make: () throws(MethodError) -> Method
  ) throws(AdapterError) -> Method {
    do throws(MethodError) {
      return try make()
    } catch {
      throw .method(error)
    }
  }

  /// P; the tensors of an encoder–decoder may have twice as many rows.
  private var tokens: Int? { contents["num_virtual_tokens"]?.int }

  /// The only method that PEFT lacks.
  private func deepPrompt(_ model: LocalModel) throws(AdapterError) -> DeepPrompt {
    guard sidecar?.method == .prompt(.deep) else {
      throw .unsupportedYet(type: "a method of pts")
    }
    let prompt = try made { () throws(MethodError) in try DeepPrompt(parameters: contents.named) }
    // Blocks may be wider than embeddings, which only the model itself shows.
    let widths = FrozenStates(language: model, codes: [0]).inputs().map { $0.shape[1] }
    let found = prompt.parameters.map { $0.variable.shape[1] }
    guard found == widths else {
      throw .misfit("has layers of the widths \(found), the model has \(widths)")
    }
    return prompt
  }

  /// The classification head, in the model's own form; nil where it has none.
  package func classificationHead(
    for model: LocalModel
  ) throws(AdapterError) -> ClassificationHead? {
    guard task == .label else { return nil }
    let form = model.description.architecture.headForm
    let hidden = model.network.shape.hiddenSize
    let last = "\(form.name).weight"
    let found = Dictionary(head.map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 })
    guard let weight = found[last], weight.rank == 2, (1...(1 << 20)).contains(weight.shape[0])
    else { throw .otherHead(found: found.keys.sorted(), expected: [last]) }
    if let labels = sidecar?.labels, labels.count != weight.shape[0] {
      throw .wrongField(
        "labels", reason: "are \(labels.count), the head has \(weight.shape[0])")
    }
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
      preconditionFailure("a head fails only as above: \(error)")
    }
    guard used.count == found.count else {
      throw .otherHead(found: found.keys.sorted(), expected: used.sorted())
    }
    return made
  }
}
