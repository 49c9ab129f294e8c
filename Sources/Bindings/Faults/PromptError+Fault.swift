import Data
import Diagnostics
import Foundation
import Script
import Tuning

extension PromptError {
  /// The fault, at the field that it comes from.
  var fault: Fault {
    switch self {
    case .softCountsDisagree(let template, let soft):
      Fault(
        "the template places \(template) soft tokens and `soft` says \(soft)",
        hint: "make them agree, or leave `soft` out; a column called soft is {column:soft}",
        at: .field("soft"))
    case .softCountMissing:
      Fault(
        "the template has {soft}, and nothing says how many soft tokens it is",
        hint: "add `soft: 8`, or write {soft:8}; a column called soft is {column:soft}",
        at: .field("template"))
    case .missingColumn(let name, let row, let known):
      Fault(
        "\(row) has no column `\(name)`, which the template needs",
        hint: Suggestion.phrase(for: name, among: known), at: .field("prompt"))
    case .nestedColumn(let name, let row, let found):
      Fault(
        "\(row) holds \(found) in the column `\(name)`, which the template needs",
        hint: "a column that is used holds strings, numbers or booleans", at: .field("prompt"))
    case .noTarget(let column):
      Fault(
        Template.ownNames.contains(column)
          ? "{\(column)} isn't a column in a template, and the target is the column `\(column)`"
          : "the template lacks the target `\(column)`",
        hint: Template.ownNames.contains(column)
          ? "write {column:\(column)} for the column" : "put {\(column)} into it",
        at: .field("prompt"))
    case .emptyTarget(let row, _):
      Fault(
        "\(row) has an empty target", hint: "fill it in, or leave the row out",
        at: .field("data"))
    case .unknownLabel(let label, let row, let known):
      Fault(
        "\(row) has the label \"\(label)\", which has no answer",
        hint: "`answers` has \(known.joined(separator: ", ")); add `\"\(label)\": \"…\"`",
        at: .field("prompt"))
    case .tooLong(let row, let tokens, let limit):
      Fault(
        "\(row) has \(tokens) tokens with its prompt, the model takes \(limit)",
        hint: "shorten the text, the template or the soft prompt, or set `max_tokens`",
        at: .field("data"))
    case .answerTooLong(let row, let label, let tokens, let limit):
      Fault(
        "\(row) has \(tokens) tokens with the answer of \"\(label)\", the model takes \(limit)",
        hint: "every answer is tried on every row: shorten the answer, the text or the template",
        at: .field("data"))
    case .noRoomForTarget(let row, let tokens, let limit):
      Fault(
        "\(row) has \(tokens) tokens before its target, the model takes \(limit) in all",
        hint: "shorten the text, or set `max_tokens`", at: .field("data"))
    case .noTokens(let row):
      Fault(
        "\(row) is empty: its template gives the model no token",
        hint: "fill its column in, put words around the column, or leave the row out",
        at: .field("data"))
    case .nothingBeforeTarget(let row, let hasEndToken):
      Fault(
        "\(row) begins with its target, and nothing in front of it predicts its first token",
        hint: "put words" + (hasEndToken ? ", {soft} or {end}" : " or {soft}")
          + " in front of the target",
        at: .field("prompt"))
    case .unknownToken(let row, let id, let size):
      Fault(
        "\(row) has a token of id \(id), and the model has embeddings for ids below \(size)",
        hint: "leave that special token out of the text", at: .field("data"))
    case .unknownTokenType(let row, let type, let size):
      Fault(
        "tokenizer.json gives a token of \(row) the type \(type), and the model has \(size)",
        hint: "make `type_id` in its post-processor less than `type_vocab_size`",
        at: .field("model"))
    case .initialTextUnknownToken(let id, let size):
      Fault(
        "the text of `init` has a token of id \(id), and the model has embeddings for ids below \(size)",
        hint: "leave that special token out", at: .field("init"))
    case .noSeparator:
      Fault(
        "the template has {sep}, and this model's tokenizer puts nothing between two texts",
        hint: "write the words that part them; a column called sep is {column:sep}",
        at: .field("prompt"))
    case .secondSeparator:
      Fault(
        "the template has {sep} twice, and a model is given at most two texts",
        hint: "leave one out",
        at: .field("prompt"))
    case .separatorInDemos:
      Fault(
        "{demos} and {sep} don't go together: a row has two texts, and demonstrations would be more",
        hint: "leave one out", at: .field("prompt"))
    case .initialTextTooLong(let tokens, let soft):
      Fault(
        "the text of `init` has \(tokens) tokens, the prompt has room for \(soft)",
        hint: "use `soft: \(tokens)` or a shorter text", at: .field("init"))
    case .initialTextEmpty:
      Fault("`init` is an empty text", hint: "give words, or \"vocab\"", at: .field("init"))
    case .labelsWithoutAnswers:
      Fault(
        "`init: \"labels\"` starts from the answers, and there are none",
        hint: "add `answers: {label: \"words\"}`", at: .field("init"))
    case .wrongInitialShape(let found, let expected, let source):
      Fault(
        "\(source) has the shape \(found), this prompt needs \(expected)",
        hint: found.last == expected.last
          ? "use `soft: \(found.first ?? 0)`" : "it belongs to a model of another width",
        at: .field("init"))
    case .targetOfClassifier(let column):
      Fault(
        "the template shows {\(column)}, the label that the model's head predicts",
        hint: "leave {\(column)} out of the template", at: .field("prompt"))
    case .answersOfClassifier:
      Fault(
        "`answers` are words that a text ends with, and this model has labels of its own",
        hint: "leave `answers` out", at: .field("prompt"))
    case .textAfterReply(let column):
      Fault(
        "an encoder–decoder replies with {\(column)}, so nothing can follow it",
        hint: "end the template with {\(column)}, or leave it out", at: .field("prompt"))
    case .softPlaceOfPrefix:
      Fault(
        "a prefix is in front of every block, and the template has {soft}",
        hint: "leave {soft} out of the template, and say how many: `soft: 8`", at: .field("prompt"))
    case .promptTooLong(let soft, let limit):
      Fault(
        "the prompt has \(soft) soft tokens, the model takes \(limit)", hint: "use fewer",
        at: .field("soft"))
    case .noTasks(let column):
      Fault(
        "the tasks of the prompt are in the column `\(column)` of training rows, and there are none",
        hint: "give `split` a share for train", at: .field("data"))
    case .unknownTask(let task, let row, let known):
      Fault(
        "\(row) has the task \"\(task)\", which the prompt was not made for",
        hint: "it knows \(known.joined(separator: ", "))", at: .field("data"))
    case .noEndToken:
      Fault(
        "the template has {end}, and the model names no end token",
        hint:
          "leave {end} out, or add eos_token_id to its config.json; a column called end is {column:end}",
        at: .field("prompt"))
    case .tooFewDemos(let wanted, let available):
      Fault(
        "`demos` asks for \(wanted) of \(available) training rows",
        hint: "at least one row has to be left to train on", at: .field("demos"))
    }
  }
}
