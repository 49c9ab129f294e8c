import Foundation
import Script
import Tensors
import Tuning

extension PromptPlan {
  /// Reads the fields of `prompt`.
  ///
  /// - Parameter adapterFolder: the folder that a path or a name in a field means.
  init(
    _ fields: some FieldSource, adapterFolder: (_ path: String, _ field: String) throws -> URL
  ) throws {
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
      initial: try Self.initial(fields.known("init"), adapterFolder), answers: answers,
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
        "`demos` is \(demos), but the template has no place for them",
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

  private static func vectors(_ folder: URL, _ path: String) throws -> [[Float]] {
    do {
      return try Adapter(folder: folder).contents.tensor("prompt_embeddings").rows
    } catch let error as AdapterError {
      throw error.fault(path).placed(at: .field("init"))
    }
  }

  private static func initial(
    _ value: Value, _ adapterFolder: (String, String) throws -> URL
  ) throws -> PromptInit {
    switch value {
    case .string("vocab"): return .vocabulary
    case .string("random"): return .random
    case .string("labels"): return .labels
    case .string(let text):
      let folder = try adapterFolder(text, "init")
      if Adapter.isPresent(in: folder) {
        return .vectors(try vectors(folder, text), from: text)
      }
      // A text that looks like a path was hardly meant to be tiled over the prompt.
      if text.hasPrefix("./") || text.hasPrefix("/") || text.hasPrefix("../") {
        throw Fault(
          "\(text) holds no adapter (no \(Adapter.configurationName))",
          hint: "name the folder that `save` or PEFT wrote", at: .field("init"))
      }
      return .text(text)
    case .object(let tensor as TensorObject):
      guard tensor.tensor.shape.count == 2 else {
        throw Fault(
          "the tensor of `init` has the shape \(tensor.tensor.shape)",
          hint: "soft tokens are a matrix, [P, H]", at: .field("init"))
      }
      return .vectors(tensor.tensor.rows, from: "the tensor")
    case .object(let object):
      guard let source = object as? any PromptCarrier else { return .vocabulary }
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
  /// The labels that its answers stand for; nil where outputs are free text.
  var answerLabels: [String]? { answers.isEmpty ? nil : answers.map(\.label) }
}

/// A value that may carry a tuned soft prompt.
protocol PromptCarrier: HostObject {
  var carrierName: String { get }
  /// How its soft tokens are tuned.
  var method: MethodPlan { get }
  /// What it has become: soft tokens `[P, H]`, or a prefix; nil before it was tuned.
  var embedding: Tensor? { get }
  /// What was tuned, by a run or into a folder; nil before.
  func learned(for model: ModelObject) throws -> AppliedPrompt.Learned?
}

extension Tensor {
  /// The rows of a matrix.
  var rows: [[Float]] {
    let width = shape.last ?? 1
    return withValues { values in
      stride(from: 0, to: values.count, by: max(1, width)).map { Array(values[$0..<$0 + width]) }
    }
  }
}
