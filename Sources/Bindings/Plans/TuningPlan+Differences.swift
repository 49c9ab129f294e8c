import Runs
import Script
import Tuning

/// A setting in which a plan differs from an earlier one of the same name.
package struct PlanDifference: Hashable, Sendable {
  /// As a script writes it: `lr`, `template`, `data`.
  package let field: String
  /// Nil where a hash alone tells them apart.
  package let before: String?
  package let after: String?

  /// `lr 0.3 → 0.1`, or `data changed`.
  package var text: String {
    guard before != nil || after != nil else { return "\(field) changed" }
    return "\(field) \(before ?? "none") → \(after ?? "none")"
  }
}

extension TuningPlan {
  /// Everything that the key is made of, by the names that scripts use.
  private var parts: [(field: String, value: Value, isHash: Bool)] {
    var parts: [(String, Value, Bool)] = [
      ("model", .string(model.fingerprint), true),
      ("model configuration", model.configuration.map { .string($0) } ?? .none, true),
      ("dtype", .string((tuned == .full ? .f32 : model.precision).rawValue), false),
      ("labels", model.labels.map { .list($0.map { .string($0) }) } ?? .none, false),
      ("model seed", .number(Double(model.headSeed)), false),
      ("data", .string(data.hash), true), ("input", .string(data.input), false),
      ("target", .string(data.target), false), ("tune", .string(tuned.rawValue), false),
      ("the folder's prompt", adapter.map { .string($0.hash) } ?? .none, true),
      ("the state it continues from", origin.map { .string($0) } ?? .none, true),
    ]
    parts += (lowRank?.settings ?? []).map { ($0.name, $0.value, false) }
    parts += prompt.settings.map { setting in
      var isHash = false
      if case .string(let text) = setting.value { isHash = text.hasPrefix("vectors:") }
      return (RunFields.name(ofPrompt: setting.name), setting.value, isHash)
    }
    parts += hyper.fields.map { ($0.name, $0.value, false) }
    return parts
  }

  /// What made it another run than an earlier one, field by field.
  package func differences(from earlier: TuningPlan) -> [PlanDifference] {
    let before = Dictionary(earlier.parts.map { ($0.field, $0) }, uniquingKeysWith: { $1 })
    let after = Dictionary(parts.map { ($0.field, $0) }, uniquingKeysWith: { $1 })
    let names = parts.map(\.field) + earlier.parts.map(\.field).filter { after[$0] == nil }
    return names.compactMap { name in
      let (old, new) = (before[name], after[name])
      guard old?.value.source != new?.value.source else { return nil }
      if old?.isHash ?? false || new?.isHash ?? false {
        return PlanDifference(field: name, before: nil, after: nil)
      }
      return PlanDifference(
        field: name, before: old.map { Self.short($0.value) },
        after: new.map { Self.short($0.value) })
    }
  }

  private static func short(_ value: Value) -> String {
    let text = value.source
    return text.count > 40 ? text.prefix(39) + "…" : text
  }
}
