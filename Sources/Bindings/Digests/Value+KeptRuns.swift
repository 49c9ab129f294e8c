import Runs
import Script

extension Value {
  /// The runs that a value holds, a grid's and a list's among them, in their order.
  package var keptRuns: [(name: String, key: RunKey)] {
    switch self {
    case .object(let run as RunObject): [(run.name, run.plan.key)]
    case .object(let stored as StoredRunObject): [(stored.name, stored.key)]
    case .object(let grid as GridObject): grid.runs.map { ($0.name, $0.plan.key) }
    case .list(let items): items.flatMap(\.keptRuns)
    case .record(let record): record.values.flatMap(\.keptRuns)
    default: []
    }
  }
}
