import Script
import Tuning

extension LowRankPlan {
  /// Reads the fields of a `run` that shape its low-rank updates; nil where it tunes something else.
  init?(_ fields: some FieldSource, tuned: Tuned) throws {
    guard tuned == .lora else {
      for field in ["rank", "alpha", "targets"] where fields.isWritten(field) {
        throw Fault(
          "`\(field)` shapes the updates of \"lora\", and this run tunes \"\(tuned.rawValue)\"",
          hint: "add `tune: \"lora\"`, or leave `\(field)` out", at: .field(field))
      }
      return nil
    }
    var targets: [String]?
    if case .list(let names) = try fields.known("targets") {
      targets = names.compactMap { if case .string(let name) = $0 { name } else { nil } }
    }
    if targets?.isEmpty == true {
      throw Fault(
        "`targets` names no layer", hint: "leave it out for the usual ones", at: .field("targets"))
    }
    self.init(
      rank: try fields.integer("rank") ?? 8, alpha: try fields.number("alpha") ?? 8,
      targets: targets)
  }
}
