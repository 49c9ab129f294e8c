import Script
import Tensors
import Transformers
import Tuning

/// Plain text behind an optional soft prompt, as codes of a model.
struct TextInput {
  let codes: [Int32]
  let steering: Steering

  /// - Parameters:
  ///   - prompt: a prompt or a run whose soft tokens stand in front, or `none`.
  ///   - promptPlace: the argument it came by.
  init(_ text: String, model: ModelObject, prompt: Value, promptPlace: Int) throws {
    var steering = Steering()
    if !prompt.isNone {
      guard case .object(let object) = prompt, let carrier = object as? any PromptCarrier else {
        throw Fault(
          "`prompt` takes a prompt or a run, not \(prompt.brief)", hint: "such as `prompt: first`",
          at: .argument(promptPlace))
      }
      steering = try carrier.steering(ofTextFor: model)
    }
    try self.init(text, language: model.language, steering: steering)
  }

  init(_ text: String, language: LanguageModel, steering: Steering) throws {
    if let misfit = steering.misfit(to: language.network) {
      throw Fault("the prompt \(misfit)", hint: "use the model that it was tuned on")
    }
    let ids = language.tokenizer.encode(text).ids
    let softCount = steering.soft?.shape[0] ?? 0
    codes = (0..<softCount).map { Int32(-1 - $0) } + ids
    self.steering = steering
    guard !codes.isEmpty else {
      throw Fault("the text is empty", hint: "give at least one word", at: .argument(0))
    }
    let limit = language.network.shape.maximumPositions - steering.prefixLength
    guard codes.count <= limit else {
      throw Fault(
        "the text has \(ids.count) tokens\(softCount > 0 ? " behind \(softCount) soft ones" : ""), "
          + "the model takes \(limit)", hint: "shorten it", at: .argument(0))
    }
  }
}

/// What a model writes behind a text, or, of an encoder–decoder, in reply to it. The settings of a
/// `generate` call have the same places everywhere: 1 tokens, 2 temperature, 3 seed, 4 top_k.
struct Continuation {
  private enum Writer {
    case next(Generator)
    case reply(ReplyWriter)
  }

  private let writer: Writer
  private let settings: Generator.Settings
  private let language: LanguageModel
  private let context: Context

  init(model: LanguageModel, steering: Steering, call: Call) throws {
    var settings = Generator.Settings()
    settings.tokens = try call.integer(1)
    settings.temperature = try call.number(2)
    settings.seed = UInt64(try call.integer(3))
    settings.topK = call.has(4) ? try call.integer(4) : nil
    try self.init(
      model: model, steering: steering, settings: settings, context: call.context)
  }

  init(
    model: LanguageModel, steering: Steering, settings: Generator.Settings, context: Context
  ) throws {
    language = model
    let end = model.endToken?.id
    if let network = model.network as? any EncoderDecoderModel {
      writer = .reply(ReplyWriter(model: network, steering: steering, end: end))
    } else {
      writer = .next(Generator(model: try model.writer, steering: steering, end: end))
    }
    self.settings = settings
    self.context = context
  }

  func text(after codes: [Int32]) throws -> String {
    let goesOn = { (_: Int, _: Int32) in
      try context.checkInterrupt()
      return true
    }
    let ids =
      switch writer {
      case .next(let generator):
        try generator.continuations(of: [codes], settings, onToken: goesOn)[0]
      case .reply(let writer): try writer.replies(to: [codes], settings, onToken: goesOn)[0]
      }
    return language.tokenizer.decode(ids, skipSpecialTokens: true)
  }
}

extension LanguageModel {
  /// The network as what says the next token of a text.
  var writer: any CausalModel {
    get throws {
      if let causal { return causal }
      throw Fault(
        "a \(network.shape.modelType) model has no next token to tell",
        hint: kind == .encoder
          ? "an encoder gives vectors, `lm.embed(text)`, and labels, with `labels:` and a run"
          : "an encoder–decoder replies: `lm.generate(text)`")
    }
  }
}
