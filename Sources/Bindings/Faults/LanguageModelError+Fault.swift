import Script
import Transformers

extension LanguageModelError {
  var fault: Fault {
    switch self {
    case .needsWeights(let model, let purpose):
      Fault(
        "`\(model)` is a remote model: \(purpose) needs its weights",
        hint: "declare a model whose files are here, or one of the hub")
    case .noNextToken(let modelType, let kind):
      Fault(
        "a \(modelType) model can't predict the next token",
        hint: kind == .encoder
          ? "an encoder gives vectors, by `.embed(text)`, and labels, with `labels:` and a run"
          : "an encoder–decoder replies, by `.generate(text)`")
    case .emptyText: Fault("the text is empty", hint: "give at least one word", at: .argument(0))
    case .textTooLong(let tokens, let softTokens, let limit):
      Fault(
        "the text has \(tokens) tokens\(softTokens > 0 ? " after \(softTokens) soft ones" : ""), "
          + "the model takes \(limit)", hint: "shorten it", at: .argument(0))
    case .promptMisfit(let reason):
      Fault("the prompt \(reason)", hint: "use the model that it was tuned on")
    }
  }
}
