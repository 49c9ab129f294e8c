import Adapters
import Foundation
import Script
import Tensors
import Tuning

extension PromptPlan {
  /// Reads the fields of `prompt`.
  init(_ fields: some FieldSource, _ folders: AdapterFolders) throws {
    guard let source = try fields.string("template") else {
      throw Fault(
        "`prompt` needs `template`",
        hint: try fields.string("from") == nil
          ? "such as `template: \"Review: {review}\\nMood: {mood}\"`"
          : "the folder comes without one, as PEFT's do: write the text around its soft tokens")
    }
    let template: Template
    do {
      template = try Template(source)
    } catch {
      throw error.fault(in: source)
    }
    var answers: [Answer] = []
    for (label, words) in try fields.record("answers") ?? Record() {
      guard case .string(let words) = words else { continue }
      guard !words.isEmpty else {
        throw Fault(
          "the answer of label \"\(label)\" is empty", hint: "give it at least one word",
          at: .field("answers"))
      }
      answers.append(Answer(label: label, words: words))
    }
    if answers.count == 1 {
      throw Fault(
        "`answers` has one label; there is nothing to choose between", hint: "name every label",
        at: .field("answers"))
    }
    for (index, answer) in answers.enumerated() {
      if let twin = answers[..<index].first(where: { $0.words == answer.words }) {
        throw Fault(
          "labels \"\(twin.label)\" and \"\(answer.label)\" have the same answer",
          hint: "give each label words of its own", at: .field("answers"))
      }
    }
    self.init(
      template: template, soft: try fields.integer("soft") ?? 0, method: try MethodPlan(fields),
      initial: try Self.initial(fields.known("init"), folders), answers: answers,
      demos: try fields.integer("demos") ?? 0, seed: try fields.seed("seed"),
      scoring: try fields.string("scoring").flatMap(ChoiceScoring.init) ?? .sum,
      maxTokens: try fields.integer("max_tokens"))
    if template.hasDemos && demos == 0 {
      throw Fault(
        "the template has {demos}, but `demos` is 0",
        hint: "say how many: `demos: 4`; a column called demos is {column:demos}",
        at: .field("template"))
    }
    if demos > 0 && !template.hasDemos {
      throw Fault(
        "`demos` is \(demos), but the template doesn't show them",
        hint: "put {demos} into the template", at: .field("demos"))
    }
    do {
      soft = try softCount()
    } catch {
      throw error.fault
    }
    if soft == 0, fields.isWritten("init"), fields.isWritten("soft") || template.softRuns.isEmpty {
      throw Fault(
        "`init` starts soft tokens, and this prompt has none", hint: "add `soft: 8`",
        at: .field("init"))
    }
  }

  private static func initial(
    _ value: Value, _ folders: AdapterFolders
  ) throws -> PromptInit {
    switch value {
    case .string("vocab"): return .vocabulary
    case .string("random"): return .random
    case .string("labels"): return .labels
    case .string(let text):
      if let entry = try folders.entry(text, field: "init", includingState: false) {
        do {
          return .vectors(
            try entry.adapter.contents.tensor("prompt_embeddings").rows, from: text)
        } catch {
          throw error.fault(text).placed(at: .field("init"))
        }
      }
      // A text that looks like a path was hardly meant to be tiled over the prompt.
      if text.hasPrefix("./") || text.hasPrefix("/") || text.hasPrefix("../") {
        throw AdapterFolders.noAdapter(text, field: "init")
      }
      return .text(text)
    case .object(let tensor as TensorObject):
      guard tensor.tensor.shape.count == 2 else {
        throw Fault(
          "the tensor of `init` has the shape \(tensor.tensor.shape)",
          hint: "soft tokens are a matrix, [P, H]", at: .field("init"))
      }
      return .vectors(tensor.tensor.rows, from: "the tensor")
    case .object:
      guard let source = try value.promptCarrier(at: .field("init")) else { return .vocabulary }
      guard let embedding = source.embedding else {
        throw Fault(
          "\(source.carrierName) has no tuned soft tokens to start from",
          hint: "name a run, or the prompt of a run", at: .field("init"))
      }
      return .vectors(embedding.rows, from: source.carrierName)
    default: return .vocabulary
    }
  }
}

extension PromptPlan {
  /// The labels of its answers; nil where outputs are free text.
  var answerLabels: [String]? { answers.isEmpty ? nil : answers.map(\.label) }
}
