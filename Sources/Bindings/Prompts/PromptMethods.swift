import Data
import Foundation
import Script
import Tensors
import Transformers

/// The methods of a prompt; a tuned one knows its model, any other is given it.
enum PromptMethods {
  static let all = [score, render, predict, generate, nearest, save] + PromptAlgebra.methods

  private static let modelParameter = Parameter("model", .any, default: .none)

  /// What `generate` continues, of a prompt and of a run.
  static let textParameter = Parameter(
    "text", .string.or(.record(.any)).or(.list(.any)).or(.object("split")))

  static let score = Builtin(
    "score", [Parameter("split", .any), modelParameter],
    doc: "loss and accuracy on a split such as reviews.test",
    example: "hard.score(reviews.test, model: lm).accuracy"
  ) { call in
    let prompt = try call.receiver.prompt
    let split = try call.split(0)
    let applied = try prompt.applied(to: split.dataset, model: call.model(1, of: prompt))
    return .object(
      ScoreObject(
        try applied.score(split.rows, call.engine, as: "scoring \(prompt.displayName)"),
        of: prompt.displayName, on: split, applied, call
      ))
  }

  static let render = Builtin(
    "render",
    [Parameter("row", .any), modelParameter, Parameter("data", .any, default: .none)],
    doc:
      "the exact text and tokens that a row becomes, every special token shown; the demonstrations of "
      + "a prompt come from `data`",
    example: "hard.render(reviews.test[0], model: lm)"
  ) { call in
    let prompt = try call.receiver.prompt
    let model = try call.model(1, of: prompt)
    let (row, dataset) = try call.row(0, of: prompt, data: 2)
    return try prompt.applied(to: dataset, model: model).rendering(row)
  }

  static let predict = Builtin(
    "predict",
    [
      Parameter("input", .any), modelParameter, Parameter("data", .any, default: .none),
      Prediction.tokensParameter,
    ],
    doc: "the label, or the text, that the model gives an input text or a record; of a list or a "
      + "split a list; a text has at most `tokens`, by default those of the longest training target",
    example: "first.prompt.predict(\"A warm and funny film.\")"
  ) { call in
    let prompt = try call.receiver.prompt
    let model = try call.model(1, of: prompt)
    let dataset = try call.dataset(2, of: prompt)
    return try Prediction(try prompt.applied(to: dataset, model: model), call).labels(tokens: 3)
  }

  static let generate = Builtin(
    "generate",
    [textParameter] + GenerateOptions.parameters
      + [modelParameter, Parameter("data", .any, default: .none)] + GenerateOptions.more,
    doc:
      "the continuation of a text after the soft tokens, or of a record in the template; of a list "
      + "or a split a list, all written together; `?model.generate` explains the settings",
    example: "first.prompt.generate(\"The film was\", tokens: 8)"
  ) { call in
    let prompt = try call.receiver.prompt
    let model = try call.model(5, of: prompt)
    return try generated(prompt, model: model, call) { try call.dataset(6, of: prompt) }
  }

  static let nearest = Builtin(
    "nearest", [Parameter("k", .integerIn(.between(1, 1000)), default: 5), modelParameter],
    doc: "the k tokens of the vocabulary nearest to each soft token, by cosine",
    example: "first.prompt.nearest(3)"
  ) { call in
    let prompt = try call.receiver.prompt
    let model = try call.model(1, of: prompt)
    guard let soft = try prompt.softTokens(for: model) else {
      throw Fault(
        "a hard prompt has no soft tokens to look up", hint: "nearest is for soft prompts")
    }
    return .object(
      try NearestObject(soft, count: try call.integer(0), of: try model.local(for: "`nearest`")))
  }

  static let save = Builtin(
    "save", [Parameter("folder", .string)],
    doc: "writes the tuned prompt as an adapter folder that PEFT loads",
    example: "first.prompt.save(\"mood-adapter\")"
  ) { call in
    let prompt = try call.receiver.prompt
    guard let tuned = prompt.tuned else {
      throw Fault(
        "prompt `\(prompt.declaration.name)` is not tuned, so there is nothing to save",
        hint: "save a run, or the prompt of a run")
    }
    let folder = try call.url(0)
    try AdapterFile.write(tuned, plan: prompt.plan, run: nil, to: folder, call)
    return .none
  }

  /// Texts follow the soft tokens as they are; records fill the template.
  static func generated(
    _ prompt: PromptObject, model: ModelObject, _ call: Call, dataset: () throws -> Dataset
  ) throws -> Value {
    let inputs = try CallInputs(call)
    let texts = inputs.values.count { if case .string = $0 { true } else { false } }
    guard texts == inputs.values.count else {
      guard texts == 0 else {
        throw Fault(
          "the list has texts and records",
          hint: "a text follows the soft tokens as it is and a "
            + "record in the template: call `generate` for each kind", at: .argument(0))
      }
      return try Prediction(prompt.applied(to: dataset(), model: model), call).continued()
    }
    let language = try model.local(for: "`generate`")
    let conditioning = try prompt.conditioning(ofTextFor: model)
    let codes = try inputs.map { _, value in
      guard case .string(let text) = value else { preconditionFailure("counted above") }
      return try TextInput(text, language: language, conditioning: conditioning).codes
    }
    let continuation = try Continuation(
      model: language, conditioning: conditioning, call: call)
    return inputs.answer(try continuation.values(after: codes))
  }
}

extension PromptObject {
  /// The columns that the folder of an adapter was tuned on, without a row; nil where it doesn't say.
  var datasetOfItsFolder: Dataset? {
    guard let target = adapter?.adapter.sidecar?.target else { return nil }
    let others = plan.template.columns.filter { $0 != target }
    guard let input = others.first else { return nil }
    return Dataset(
      name: adapter?.path ?? "", columns: others + [target], input: input, target: target,
      train: [], valid: [], test: [])
  }

  /// The dataset that it was tuned on, or that its folder names.
  var knownDataset: Dataset {
    get throws {
      if let dataset = tuned?.dataset ?? datasetOfItsFolder { return dataset }
      throw Fault(
        "prompt `\(declaration.name)` doesn't know which columns are input and target",
        hint: "add `data:` with a dataset to the call")
    }
  }

  var displayName: String { tuned?.name ?? declaration.name }

  func applied(to dataset: Dataset, model: ModelObject) throws -> AppliedPrompt {
    var plan = plan
    if case .multitask(_, _, []) = plan.method { plan.method = try plan.method.named(by: dataset) }
    return try AppliedPrompt(
      plan, language: model.local(for: "a prompt with this model"), labels: model.labels,
      dataset: tuned?.dataset ?? dataset,
      learned: learned(for: model))
  }
}
