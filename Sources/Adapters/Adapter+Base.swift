import JSON
import Transformers

extension Adapter {
  /// What may be wrong with a base that nothing proves to be another.
  package enum Warning: Hashable, Sendable {
    /// The names' last parts differ, and only names are known.
    case otherName(adapter: String, model: String)
  }

  /// Throws where the folder was tuned on another base than `model`: by the fingerprints, where it
  /// has a sidecar, else by the sizes that its configuration and tensors show.
  ///
  /// - Parameter name: what the model is called: a folder's path or a hub id.
  package func check(base model: LocalModel, name: String) throws(AdapterError) -> [Warning] {
    if let sidecar, sidecar.baseFingerprint != model.fingerprint {
      throw .otherBase(adapter: sidecar.baseFingerprint, model: model.fingerprint)
    }
    let own = AdapterTask(model.kind, isClassifying: task == .label)
    if let task, task != own { throw .otherTask(adapter: task, model: own) }
    try checkSizes(model.network.shape)
    guard sidecar == nil, let baseModel else { return [] }
    func last(_ path: String) -> Substring? { path.split(separator: "/").last }
    return last(baseModel) == last(name) ? [] : [.otherName(adapter: baseModel, model: name)]
  }

  private func checkSizes(_ shape: ModelShape) throws(AdapterError) {
    guard let kind = contents.kind, kind.isPrompt else { return }
    let prompt = try contents.tensor(AdapterContents.prompt)
    let keyWidth = shape.keyValueHeads * shape.headSize
    let width = kind.isPrefix ? 2 * shape.layers * keyWidth : shape.hiddenSize
    guard prompt.shape[1] == width else {
      throw .wrongWidth(tensor: AdapterContents.prompt, found: prompt.shape[1], expected: width)
    }
    // What makes up the width may differ where the product doesn't.
    let heads = kind.isPrefix ? shape.keyValueHeads : shape.heads
    for (field, size) in [("num_layers", shape.layers), ("num_attention_heads", heads)] {
      guard let value = contents[field], !value.isNull else { continue }
      guard let found = value.int else {
        throw .wrongField(field, reason: "must be a whole number")
      }
      guard found == size else { throw .otherSize(field: field, adapter: found, model: size) }
    }
  }
}
