import Crypto
import Files
import Foundation
import JSON
import Runs
import Script
import Tensors
import Transformers
import Tuning

/// Everything that decides what a run learns, every setting resolved: a value, with fingerprints and paths in
/// place of the model, the data and the folder. Names and comments aren't part of it.
package struct TuningPlan: Hashable, Codable, Sendable {
  package struct Model: Hashable, Codable, Sendable {
    /// What other programs find it by: a path, or a name of the hub.
    package let path: String
    /// SHA-256 over its weights and its tokenizer.
    package let fingerprint: String
    /// SHA-256 over what its configuration decides; nil in a plan that an older version kept.
    package let configuration: String?
    package let precision: Precision
    /// The classes of a classification, in the order of the head's logits; nil where it writes text.
    package let labels: [String]?
    /// Of a head that the checkpoint lacks.
    package let headSeed: UInt64
  }

  package struct Data: Hashable, Codable, Sendable {
    /// SHA-256 over the rows of all splits.
    package let hash: String
    package let rows: Int
    package let input: String
    package let target: String
  }

  package struct Folder: Hashable, Codable, Sendable {
    package let path: String
    /// SHA-256 over the tensors in it.
    package let hash: String
  }

  package let model: Model
  package let data: Data
  package let prompt: PromptPlan
  /// The adapter folder that the prompt starts from.
  package let adapter: Folder?
  package internal(set) var hyper: Hyperparameters
  package let tuned: Tuned
  /// With `tune: "lora"`.
  package let lowRank: LowRankPlan?
  /// SHA-256 of a state that it continues from, where training by this plan wouldn't have led there.
  package internal(set) var origin: String?

  /// What the run tunes, as a folder remembers it.
  var method: TunedMethod { lowRank.map(TunedMethod.lowRank) ?? .prompt(prompt.method) }

  /// What the model computes in: all of it is trained in f32.
  var precision: Precision { tuned == .full ? .f32 : model.precision }

  /// SHA-256 over everything that decides the result.
  package var key: RunKey { Self.key(of: parts) }

  /// The key without the number of steps, which such runs have in common until the shorter one ends; nil
  /// where what a step does depends on how many there are.
  package var family: RunKey? {
    guard hyper.schedule == .constant, hyper.warmUp == 0 || hyper.warmUp >= 1,
      case .steps = hyper.length
    else { return nil }
    var parts = parts
    parts["hyper"] = .record(
      Record(hyper.fields.filter { $0.name != "steps" }.map { ($0.name, $0.value) }))
    return Self.key(of: parts)
  }

  private static func key(of parts: Record) -> RunKey {
    let text: String
    do {
      text = try JSONWriter.text(Value.record(parts))
    } catch {
      preconditionFailure("a plan is made of finite numbers and text: \(error)")
    }
    guard let key = RunKey(SHA256.hash(data: Foundation.Data(text.utf8)).hexadecimal) else {
      preconditionFailure("a SHA-256 has 64 digits")
    }
    return key
  }

  /// Everything that the key is made of, in the order that it is made of it.
  var parts: Record {
    var parts = Record()
    parts["schema"] = .number(4)
    parts["model"] = .string(model.fingerprint)
    parts["configuration"] = model.configuration.map { .string($0) } ?? Value.none
    parts["labels"] = model.labels.map { .list($0.map { .string($0) }) } ?? Value.none
    parts["head"] = .number(Double(model.headSeed))
    parts["prompt"] = .record(Record(prompt.settings.map { ($0.name, $0.value) }))
    parts["data"] = .string(data.hash)
    parts["input"] = .string(data.input)
    parts["target"] = .string(data.target)
    parts["hyper"] = .record(Record(hyper.fields.map { ($0.name, $0.value) }))
    parts["tune"] = .string(tuned.rawValue)
    parts["lora"] = .record(Record((lowRank?.settings ?? []).map { ($0.name, $0.value) }))
    parts["adapter"] = adapter.map { .string($0.hash) } ?? Value.none
    parts["numerics"] = .string(precision.rawValue + "/3")
    if let origin { parts["origin"] = .string(origin) }
    return parts
  }

  /// The plan as the store keeps it.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    } catch {
      preconditionFailure("a plan is made of finite numbers and text: \(error)")
    }
  }

  /// A plan that the store kept; throws `DecodingError`.
  package init(json: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Foundation.Data(json.utf8))
  }
}

extension PromptPlan {
  /// The resolved values by field name, for a run's key and its page in the store.
  var settings: [(name: String, value: Value)] {
    let initial: Value =
      switch initial {
      case .vocabulary: .string("vocab")
      case .random: .string("random")
      case .labels: .string("labels")
      case .text(let text): .string("text:" + text)
      case .vectors(let vectors, _):
        .string("vectors:" + SHA256.hash(data: vectors.bytes).hexadecimal)
      }
    var words: [(name: String, value: Value)] = [
      ("template", .string(template.source)), ("soft", .number(Double(soft))),
    ]
    // Left out where they change nothing, so that such runs keep their keys.
    if scoring != .sum { words.append(("scoring", .string(scoring.rawValue))) }
    if let maxTokens { words.append(("max_tokens", .number(Double(maxTokens)))) }
    return words + method.settings + [
      ("init", initial),
      ("answers", .record(Record(answers.map { ($0.label, .string($0.words)) }))),
      ("demos", .number(Double(demos))), ("seed", .number(Double(seed))),
    ]
  }
}

extension LowRankPlan {
  var settings: [(name: String, value: Value)] {
    [
      ("rank", .number(Double(rank))), ("alpha", .number(alpha)),
      ("targets", targets.map { .list($0.map { .string($0) }) } ?? .none),
    ]
  }
}

extension [[Float]] {
  fileprivate var bytes: Foundation.Data {
    var data = Foundation.Data()
    for row in self { row.withUnsafeBytes { data.append(contentsOf: $0) } }
    return data
  }
}
