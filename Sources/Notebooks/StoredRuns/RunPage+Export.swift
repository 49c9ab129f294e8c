import Foundation
import JSON
import Runs

/// A run's record for other programs.
extension RunPage {
  var json: JSONValue {
    func text(_ value: String?) -> JSONValue { value.map { .text($0) } ?? .null }
    func count(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
    func setting(_ field: ConfigurationField) -> JSONMember {
      JSONMember(
        key: Array(field.name.utf8),
        value: (try? JSONValue(parsing: Array(field.json.utf8))) ?? .text(field.json))
    }
    return .record([
      "id": .text(row.key.hex), "name": .text(row.name), "status": .text(row.status.rawValue),
      "script": text(row.script), "started": .number(row.started.timeIntervalSince1970),
      "seconds": .number(row.seconds), "steps": .integer(row.stepsDone),
      "planned_steps": .integer(row.stepsTotal), "kept_step": count(row.keptStep),
      "trainable_parameters": count(row.parameters), "peak_memory_bytes": count(row.peakMemory),
      "pinned": .bool(row.isPinned), "failure": text(row.failure),
      "base_fingerprint": .text(row.baseFingerprint),
      "base_digest_before": text(row.baseDigestBefore),
      "base_digest_after": text(row.baseDigestAfter), "digest": text(row.digest),
      "version": .text(row.version), "machine": .text(row.machine),
      "settings": .object(configuration.map(setting)),
      "metrics": .array(
        metrics.map {
          .record([
            "step": .integer($0.step), "loss": .number($0.loss), "seconds": .number($0.seconds),
            "lr": $0.rate.map(JSONValue.number) ?? .null,
            "gradient_norm": $0.gradientNorm.map(JSONValue.number) ?? .null,
            "tokens": count($0.tokens),
          ])
        }),
      "evaluations": .array(
        evaluations.map {
          .record([
            "step": .integer($0.step), "loss": .number($0.loss), "accuracy": .number($0.accuracy),
          ])
        }),
    ])
  }

  /// A line a step; the valid split's columns are empty where it wasn't scored.
  var csv: String {
    func number(_ value: Double?) -> String {
      guard let value, value.isFinite else { return "" }
      return JSONValue.number(value).compact
    }
    let scored = Dictionary(evaluations.map { ($0.step, $0) }, uniquingKeysWith: { $1 })
    let trained = Dictionary(metrics.map { ($0.step, $0) }, uniquingKeysWith: { $1 })
    var lines = ["step,loss,lr,gradient_norm,tokens,seconds,valid_loss,valid_accuracy"]
    for step in Set(scored.keys).union(trained.keys).sorted() {
      let (metric, evaluation) = (trained[step], scored[step])
      lines.append(
        [
          "\(step)", number(metric?.loss), number(metric?.rate), number(metric?.gradientNorm),
          metric?.tokens.map(String.init) ?? "", number(metric?.seconds), number(evaluation?.loss),
          number(evaluation?.accuracy),
        ].joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
