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
  private struct Setting {
    /// As a script writes it.
    let field: String
    let value: Value
    /// Whether it stands for something that is too long to show.
    var isHash = false
  }

  /// What messages call the parts of the key, in their order.
  private static let named: [(part: String, field: String, isHash: Bool)] = [
    ("model", "model", true), ("configuration", "model configuration", true),
    ("numerics", "dtype", false), ("labels", "labels", false), ("head", "model seed", false),
    ("data", "data", true), ("input", "input", false), ("target", "target", false),
    ("tune", "tune", false), ("adapter", "the folder's prompt", true),
    ("origin", "the state it continues from", true),
  ]

  /// What two plans may differ in: everything that the key is made of, but for the versions of its form and of
  /// the numerics, which are this program's in both.
  private var compared: [Setting] {
    var rest = parts
    rest["schema"] = nil
    rest["numerics"] = .string(precision.rawValue)
    var compared = Self.named.map { name in
      defer { rest[name.part] = nil }
      return Setting(field: name.field, value: rest[name.part] ?? .none, isHash: name.isHash)
    }
    for group in ["lora", "prompt", "hyper"] {
      guard case .record(let settings)? = rest[group] else { continue }
      rest[group] = nil
      compared += settings.map { name, value in
        var isHash = false
        if case .string(let text) = value { isHash = text.hasPrefix("vectors:") }
        return Setting(
          field: group == "prompt" ? RunFields.name(ofPrompt: name) : name, value: value,
          isHash: isHash)
      }
    }
    return compared + rest.map { Setting(field: $0, value: $1) }
  }

  /// What made it another run than an earlier one, field by field.
  package func differences(from earlier: TuningPlan) -> [PlanDifference] {
    let before = Dictionary(earlier.compared.map { ($0.field, $0) }, uniquingKeysWith: { $1 })
    let after = Dictionary(compared.map { ($0.field, $0) }, uniquingKeysWith: { $1 })
    let names = compared.map(\.field) + earlier.compared.map(\.field).filter { after[$0] == nil }
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
