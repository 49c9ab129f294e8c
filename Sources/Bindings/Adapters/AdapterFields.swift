import Script
import Tuning

/// The prompt's fields where they are written, and else what the folder's sidecar remembers of them.
struct AdapterFields<Written: FieldSource>: FieldSource {
  let written: Written
  let adapter: LoadedAdapter

  func value(_ name: String) -> Value? {
    if written.isWritten(name) { return written.value(name) }
    guard let sidecar = adapter.adapter.sidecar else { return written.value(name) }
    switch name {
    case "template": return .string(sidecar.template)
    case "answers":
      return .record(
        Record(sidecar.answers.filter { $0.count == 2 }.map { ($0[0], .string($0[1])) }))
    case "demos": return .number(Double(sidecar.demos))
    case "seed": return .number(Double(sidecar.promptSeed))
    case "scoring": return .string((sidecar.scoring ?? .sum).rawValue)
    case "max_tokens": return sidecar.maxTokens.map { .number(Double($0)) } ?? Value.none
    default: return written.value(name)
    }
  }

  func isWritten(_ name: String) -> Bool { written.isWritten(name) }
}
