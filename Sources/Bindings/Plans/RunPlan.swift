import Crypto
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
  var hyper: Hyperparameters
  let tuned: Tuned

  /// Hex SHA-256 over everything that decides the result; names and comments are no part of it.
  var key: String {
    SHA256.hash(data: Data(((try? JSONWriter.text(canonical)) ?? "").utf8)).hexadecimal
  }

  private var canonical: Value {
    .record(
      Record([
        ("schema", .number(1)),
        ("model", .string(model.language.fingerprint)),
        ("labels", model.labels.map { .list($0.names.map { .string($0) }) } ?? .none),
        ("head", .number(Double(model.labels?.seed ?? 0))),
        ("prompt", .record(Record(promptFields.map { ($0.name, $0.value) }))),
        ("data", .string(dataset.hash)),
        ("input", .string(dataset.input)),
        ("target", .string(dataset.target)),
        ("hyper", .record(Record(hyper.fields.map { ($0.name, $0.value) }))),
        ("tune", .string(tuned.rawValue)),
        ("numerics", .string("f32/1")),
      ]))
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
    return [
      ("template", .string(prompt.template.source)),
      ("soft", .number(Double(prompt.soft))),
    ] + prompt.method.settings + [
      ("init", initial),
      ("answers", .record(Record(prompt.answers.map { ($0.label, .string($0.words)) }))),
      ("demos", .number(Double(prompt.demos))),
      ("seed", .number(Double(prompt.seed))),
    ]
  }

  /// The configuration as the store keeps it, a line a field.
  var configuration: [(name: String, value: Value)] {
    [
      ("model", .string(model.declaration.name)), ("data", .string(dataset.name)),
      ("data rows", .number(Double(dataset.rows.count))), ("tune", .string(tuned.rawValue)),
    ] + promptFields.map { ("prompt.\($0.name)", $0.value) }
      + hyper.fields.map { ("hyper.\($0.name)", $0.value) }
  }
}

extension [[Float]] {
  var bytes: Data {
    var data = Data()
    for row in self { row.withUnsafeBytes { data.append(contentsOf: $0) } }
    return data
  }
}
