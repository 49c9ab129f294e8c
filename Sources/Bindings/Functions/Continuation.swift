import Script
import Transformers

/// What a model writes behind texts, or, of an encoder–decoder, in reply to them, all together. The settings
/// of a `generate` call have the same places everywhere: 1 tokens, 2 temperature, 3 seed, 4 top_k.
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

  /// One text for each row of codes.
  func texts(after rows: [[Int32]]) throws -> [String] {
    let goesOn = { (_: Int, _: Int32) in
      try context.checkInterrupt()
      return true
    }
    let written =
      switch writer {
      case .next(let generator):
        try generator.continuations(of: rows, settings, onToken: goesOn)
      case .reply(let writer): try writer.replies(to: rows, settings, onToken: goesOn)
      }
    return written.map { language.tokenizer.decode($0, skipSpecialTokens: true) }
  }
}
