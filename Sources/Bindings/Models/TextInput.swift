import Script
import Tensors
import Transformers
import Tuning

/// Plain text after an optional soft prompt, as codes of a model.
struct TextInput {
  let codes: [Int32]
  let conditioning: Conditioning

  /// - Parameters:
  ///   - prompt: a prompt or a run whose soft tokens come first, or `none`.
  ///   - promptIndex: the argument it came by.
  static func conditioning(
    of prompt: Value, for model: ModelObject, promptIndex: Int
  ) throws -> Conditioning {
    if prompt.isNone { return Conditioning() }
    guard case .object(let object) = prompt, let carrier = object as? any PromptCarrier else {
      throw Fault(
        "`prompt` takes a prompt or a run, not \(prompt.brief)", hint: "such as `prompt: first`",
        at: .argument(promptIndex))
    }
    return try carrier.conditioning(ofTextFor: model)
  }

  init(_ text: String, language: LocalModel, conditioning: Conditioning) throws {
    if let misfit = conditioning.misfit(to: language.network) {
      throw Fault("the prompt \(misfit)", hint: "use the model that it was tuned on")
    }
    let ids = language.tokenizer.encode(text).ids
    do {
      try language.tokenizer.checkEmbeddings(of: ids)
    } catch {
      throw error.fault.placed(at: .argument(0))
    }
    let softCount = conditioning.soft?.shape[0] ?? 0
    codes = (0..<softCount).map { Int32(-1 - $0) } + ids
    self.conditioning = conditioning
    guard !codes.isEmpty else {
      throw Fault("the text is empty", hint: "give at least one word", at: .argument(0))
    }
    let limit = language.network.shape.maximumPositions - conditioning.prefixLength
    guard codes.count <= limit else {
      throw Fault(
        "the text has \(ids.count) tokens\(softCount > 0 ? " after \(softCount) soft ones" : ""), "
          + "the model takes \(limit)", hint: "shorten it", at: .argument(0))
    }
  }
}

extension LocalModel {
  /// The network as what says the next token of a text.
  var writer: any CausalModel {
    get throws {
      if let causal { return causal }
      throw Fault(
        "a \(network.shape.modelType) model can't predict the next token",
        hint: kind == .encoder
          ? "an encoder gives vectors, `lm.embed(text)`, and labels, with `labels:` and a run"
          : "an encoder–decoder replies: `lm.generate(text)`")
    }
  }
}
