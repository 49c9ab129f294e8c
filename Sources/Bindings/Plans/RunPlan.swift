import Crypto
import Data
import Files
import Foundation
import Script
import Tensors
import Transformers
import Tuning

/// One run, every setting resolved: what it is made of, and so what it is known by.
struct RunPlan {
  let name: String
  let model: ModelObject
  let dataset: Dataset
  let promptDeclaration: Declaration
  let prompt: PromptPlan
  /// What the prompt starts from, where it was taken from a folder.
  let adapter: LoadedAdapter?
  var hyper: Hyperparameters
  let tuned: Tuned
  /// With `tune: "lora"`.
  let lowRank: LowRankPlan?

  /// Hex SHA-256 over everything that decides the result; names and comments are no part of it.
  var key: String {
    SHA256.hash(data: Data(((try? JSONWriter.text(canonical)) ?? "").utf8)).hexadecimal
  }

  private var canonical: Value {
    func record(_ fields: [(name: String, value: Value)]) -> Value {
      .record(Record(fields.map { ($0.name, $0.value) }))
    }
    var parts = Record()
    parts["schema"] = .number(3)
    parts["model"] = .string(model.language.fingerprint)
    parts["labels"] = model.labels.map { .list($0.names.map { .string($0) }) } ?? Value.none
    parts["head"] = .number(Double(model.labels?.seed ?? 0))
    parts["prompt"] = record(promptFields)
    parts["data"] = .string(dataset.hash)
    parts["input"] = .string(dataset.input)
    parts["target"] = .string(dataset.target)
    parts["hyper"] = record(hyper.fields)
    parts["tune"] = .string(tuned.rawValue)
    parts["lora"] = record(lowRankFields)
    parts["adapter"] = adapter.map { .string($0.hash) } ?? Value.none
    parts["numerics"] = .string(
      (tuned == .full ? .f32 : model.language.precision).rawValue + "/3")
    return .record(parts)
  }

  /// The prompt's resolved values by field name.
  var promptFields: [(name: String, value: Value)] {
    let initial: Value =
      switch prompt.initial {
      case .vocabulary: .string("vocab")
      case .random: .string("random")
      case .labels: .string("labels")
      case .text(let text): .string("text:" + text)
      case .vectors(let vectors, _):
        .string("vectors:" + SHA256.hash(data: vectors.bytes).hexadecimal)
      }
    var words: [(name: String, value: Value)] = [
      ("template", .string(prompt.template.source)),
      ("soft", .number(Double(prompt.soft))),
    ]
    // Left out where they change nothing, so that such runs keep their keys.
    if prompt.scoring != .sum { words.append(("scoring", .string(prompt.scoring.rawValue))) }
    if let limit = prompt.maxTokens { words.append(("max_tokens", .number(Double(limit)))) }
    return words + prompt.method.settings + [
      ("init", initial),
      ("answers", .record(Record(prompt.answers.map { ($0.label, .string($0.words)) }))),
      ("demos", .number(Double(prompt.demos))),
      ("seed", .number(Double(prompt.seed))),
    ]
  }

  private var lowRankFields: [(name: String, value: Value)] {
    guard let lowRank else { return [] }
    return [
      ("rank", .number(Double(lowRank.rank))), ("alpha", .number(lowRank.alpha)),
      ("targets", lowRank.targets.map { .list($0.map { .string($0) }) } ?? .none),
    ]
  }

  /// The prompt as it is before the run's first step.
  /// - Parameter language: the model, or the copy of it whose weights may move.
  func untrained(
    on language: LanguageModel? = nil, warn: (String) -> Void = { _ in }
  ) throws -> AppliedPrompt {
    try AppliedPrompt(
      prompt, language: language ?? model.language, labels: model.labels, dataset: dataset,
      learned: try adapter?.learned(for: model, warn: warn))
  }

  /// What the run tunes, as a folder remembers it.
  var method: TunedMethod { lowRank.map(TunedMethod.lowRank) ?? .prompt(prompt.method) }

  /// The configuration as the store keeps it, a line a field.
  var configuration: [(name: String, value: Value)] {
    [
      ("model", .string(model.declaration.name)), ("data", .string(dataset.name)),
      ("data rows", .number(Double(dataset.rows.count))), ("tune", .string(tuned.rawValue)),
    ] + lowRankFields + promptFields.map { ("prompt.\($0.name)", $0.value) }
      + hyper.fields.map { ("hyper.\($0.name)", $0.value) }
  }
}

extension LoadedAdapter {
  /// SHA-256 over what it holds.
  var hash: String {
    var hash = SHA256()
    for (name, tensor) in adapter.contents.tensors + adapter.head {
      hash.update(data: Data("\(name) \(tensor.shape)\n".utf8))
      tensor.withValues { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    }
    return hash.finalize().hexadecimal
  }
}

extension [[Float]] {
  var bytes: Data {
    var data = Data()
    for row in self { row.withUnsafeBytes { data.append(contentsOf: $0) } }
    return data
  }
}
