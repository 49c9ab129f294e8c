import Figures
import Runs
import Script
import Tuning

/// What the store knows of earlier runs of a name.
struct RunHistory {
  private let store: RunStoreAccess

  init(_ engine: Engine) { store = engine.runs }

  /// Why a plan is another run than those that the store has under its name.
  func change(in plan: TuningPlan, of name: String) throws -> String {
    guard let (last, differences) = try nearest(plan, name) else { return "new" }
    guard let differences else {
      return "another run than \(last.key.short), of an earlier version"
    }
    if differences.isEmpty { return "another numerics version than run \(last.key.short)" }
    return differences.map(\.text).joined(separator: ", ")
  }

  /// The run of the name with another plan that differs in the fewest fields, the latest of several: the latest
  /// one may have been resumed, or a try of something else.
  private func nearest(
    _ plan: TuningPlan, _ name: String
  ) throws -> (row: RunRow, differences: [PlanDifference]?)? {
    let others = try store.rows(named: name).filter { $0.key != plan.key }
    let compared = others.prefix(Self.compared).compactMap { row in
      row.plan.flatMap { try? TuningPlan(json: $0) }.map { (row, plan.differences(from: $0)) }
    }
    if let nearest = compared.min(by: { $0.1.count < $1.1.count }) { return nearest }
    return others.first.map { ($0, nil) }
  }

  private static let compared = 20

  /// Why a run is what it is: the store's, or another one than the nearest of its name.
  func explanation(of run: RunObject) throws -> String {
    let began =
      run.replayed.map {
        "cached: the same run was trained \(Moment.text($0.started)), in \(Numeral.duration($0.seconds))"
      }
      ?? "trained"
    guard let (last, _) = try nearest(run.plan, run.name) else {
      return "\(run.name): \(began); the store has no other run of that name"
    }
    return "\(run.name): \(began); against run \(last.key.short) of \(Moment.text(last.started)): "
      + (try change(in: run.plan, of: run.name))
  }
}
