import Bindings
import Foundation
import Runs
import Tensors
import Tuning

extension Verdict {
  /// Compares the runs that a store keeps of a script with those that it made now in a fresh one, bit
  /// for bit: losses, evaluations, prompts and scores.
  ///
  /// - Parameters:
  ///   - kept: the folder of the store that is verified.
  ///   - fresh: the folder of the store that the script ran with now.
  package init(
    kept: URL, fresh: URL, cells: [NotebookCell], records: [CellRecord]
  ) throws(RunStoreError) {
    let comparison = StoreComparison(kept: RunStore(folder: kept), fresh: RunStore(folder: fresh))
    let code = cells.filter { !$0.isProse }
    cellCount = code.count
    var subjects: [String: String] = [:]
    for (cell, record) in zip(code, records) {
      for run in record.runs where subjects[run.key] == nil { subjects[run.key] = cell.subject }
    }
    defer { isEmpty = runCount + resultCount == 0 }
    // The store lists the newest first.
    for run in try comparison.fresh.runs().reversed() where run.status.isFinished {
      runCount += 1
      let details = try comparison.details(of: run)
      guard !details.isEmpty else { continue }
      let name = "run `\(run.name)`"
      differences.append(
        Difference(
          subject: subjects[run.key.hex].map { "\($0), \(name)" } ?? name, details: details))
    }
    for (key, result) in try comparison.fresh.results() {
      guard let earlier = try comparison.kept.result(key, kind: result.kind) else { continue }
      resultCount += 1
      guard earlier.content != result.content else { continue }
      differences.append(
        Difference(subject: "\(result.kind) of \(result.name)", details: ["it differs"]))
    }
  }
}

/// A run in two stores.
private struct StoreComparison {
  let kept: RunStore
  let fresh: RunStore

  /// In what a run differs from the one that is kept; empty where it is the same.
  func details(of run: RunRow) throws(RunStoreError) -> [String] {
    guard let earlier = try kept.run(run.key), earlier.status.isFinished else {
      return [try absence(of: run)]
    }
    var details: [String] = []
    let losses = (try kept.metrics(run.key), try fresh.metrics(run.key))
    if let step = firstDifference(losses.0.map(\.loss), losses.1.map(\.loss)) {
      details.append("the loss differs from step \(step + 1) on")
    }
    if try kept.evaluations(run.key).map(Bits.init) != fresh.evaluations(run.key).map(Bits.init) {
      details.append("evaluations on the valid split differ")
    }
    if try kept.prompts(run.key).map(Bits.init) != fresh.prompts(run.key).map(Bits.init) {
      details.append("the tuned prompt differs")
    }
    if details.isEmpty, let before = earlier.digest, let now = run.digest, before != now {
      details.append("what was learned differs")
    }
    if earlier.baseDigestAfter != run.baseDigestAfter { details.append("the weights differ") }
    if !details.isEmpty, (earlier.version, earlier.machine) != (run.version, run.machine) {
      details.append(
        "it was made by pts \(earlier.version) on \(earlier.machine); this is pts \(run.version) on "
          + run.machine)
    }
    return details
  }

  /// Why the store hasn't this run: what the nearest of its name has otherwise.
  private func absence(of run: RunRow) throws(RunStoreError) -> String {
    let others = try kept.runs(named: run.name).filter(\.status.isFinished)
    guard let latest = others.first else { return "the store has no finished run of this name" }
    let plan = run.plan.flatMap { try? TuningPlan(json: $0) }
    let compared = others.prefix(20).compactMap { other -> (RunRow, [String])? in
      guard let earlier = other.plan.flatMap({ try? TuningPlan(json: $0) }) else { return nil }
      return plan.map { (other, $0.differences(from: earlier).map(\.text)) }
    }
    guard let (nearest, changes) = compared.min(by: { $0.1.count < $1.1.count }) else {
      return "the store has another run of this name, \(latest.key.short), of an earlier version"
    }
    return "the store has another run of this name, \(nearest.key.short): "
      + (changes.isEmpty ? "of another numerics version" : changes.joined(separator: ", "))
  }

  /// The index of the first number that isn't the same in every bit.
  private func firstDifference(_ some: [Double], _ others: [Double]) -> Int? {
    zip(some, others).enumerated().first { $1.0.bitPattern != $1.1.bitPattern }?.offset
      ?? (some.count == others.count ? nil : min(some.count, others.count))
  }
}

/// Numbers that are equal where each bit is.
private struct Bits: Equatable {
  private let words: [UInt64]

  init(_ evaluation: Evaluation) {
    words = [
      UInt64(evaluation.step), evaluation.loss.bitPattern, evaluation.accuracy.bitPattern,
    ]
  }

  init(_ prompt: StoredPrompt) {
    words =
      [UInt64(prompt.step)] + prompt.vectors.shape.map { UInt64($0) }
      + prompt.vectors.values.map { UInt64($0.bitPattern) }
  }
}
