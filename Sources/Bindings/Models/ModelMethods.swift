import Script
import Tensors
import Transformers
import Tuning

/// The methods of a model.
enum ModelMethods {
  static let all = [
    tokens, decode, logits, generate, embed, AttentionMap.attention, MixedPrediction.predict,
  ]

  static let tokens = Builtin(
    "tokens", [Parameter("text", .string)], doc: "the ids that the tokenizer makes of a text",
    example: "lm.tokens(\"a good film\")"
  ) { call in
    let model = try call.receiver.model
    let ids = try model.local(for: "`tokens`").tokenizer.encode(try call.string(0)).ids
    return .list(ids.map { .number(Double($0)) })
  }

  static let decode = Builtin(
    "decode", [Parameter("ids", .list(.count))], doc: "the text of some token ids",
    example: "lm.decode(lm.tokens(\"a good film\"))"
  ) { call in
    let language = try call.receiver.model.local(for: "`decode`")
    let size = max(language.network.shape.vocabularySize, language.tokenizer.vocabularySize)
    let ids = try call.list(0).map { value -> Int32 in
      guard case .number(let number) = value, number < Double(size) else {
        throw Fault(
          "`ids` holds \(value.brief), and the vocabulary has \(size) tokens",
          hint: "ids run from 0 to \(size - 1)", at: .argument(0))
      }
      return Int32(number)
    }
    return .string(language.tokenizer.decode(ids, skipSpecialTokens: false))
  }

  static let logits = Builtin(
    "logits",
    [Parameter("text", .string), Parameter("prompt", .any, default: .none)],
    doc: "logits [T, V] at the positions of the text, after a soft prompt if one is given",
    example: "lm.logits(\"a good film\").shape"
  ) { call in
    let model = try call.receiver.model
    let language = try model.local(for: "`logits`")
    let text = try TextInput(
      call.string(0), language: language,
      conditioning: TextInput.conditioning(call, 1, for: model))
    let soft = text.conditioning.soft?.shape[0] ?? 0
    let rows = (soft..<text.codes.count).map(Int32.init)
    let pass = ForwardPass(
      TokenLayout(row: text.codes), conditioning: text.conditioning, on: Tape(recording: false))
    let logits = try Interrupt.stoppable { try language.writer.logits(pass, rows: rows) }
    return .object(TensorObject(logits.value))
  }

  static let embed = Builtin(
    "embed", [Parameter("text", .string.or(.list(.string)))],
    doc: "a text's vector [H], or [n, H] of a list of texts, pooled as the model's folder says "
      + "(else the mean of its last states)",
    example: "lm.embed([\"a good film\", \"a bad film\"]).shape"
  ) { call in
    let encoder = try SentenceEncoder(call.receiver.model.local(for: "`embed`"))
    guard case .string(let text) = call[0] else {
      let texts = try call.list(0).compactMap {
        if case .string(let text) = $0 { text } else { nil }
      }
      return .object(
        TensorObject(
          try Interrupt.stoppable { try encoder.embeddings(of: texts) }))
    }
    let vectors = try encoder.embeddings(of: [text])
    return .object(TensorObject(Tensor(vectors.values, shape: [vectors.shape[1]])))
  }

  static let generate = Builtin(
    "generate",
    [Parameter("text", .string.or(.list(.string)))] + GenerateOptions.parameters
      + [Parameter("prompt", .any, default: .none)] + GenerateOptions.more,
    doc:
      "the text that the model puts after a text, or an encoder–decoder's reply to it; of a list a "
      + "list, all written together; temperature 0 takes the likeliest tokens, `samples: n` gives a "
      + "list of n texts, `beams: n` searches for the likeliest text",
    example: "lm.generate(\"The film was\", tokens: 8)"
  ) { call in
    let model = try call.receiver.model
    let language = try model.local(for: "`generate`")
    let conditioning = try TextInput.conditioning(call, 5, for: model)
    let inputs = try CallInputs(call)
    let codes = try inputs.map { _, value in
      guard case .string(let text) = value else {
        throw Fault("generate takes texts, not \(value.brief)", at: .argument(0))
      }
      return try TextInput(text, language: language, conditioning: conditioning).codes
    }
    let continuation = try Continuation(
      model: language, conditioning: conditioning, call: call)
    return inputs.answer(try continuation.values(after: codes))
  }
}
