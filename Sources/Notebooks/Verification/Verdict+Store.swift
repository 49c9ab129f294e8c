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
    defer { isEmpty = runCount == 0 }
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
    for output in try fresh.outputs(run.key) {
      let before = try kept.outputs(run.key).first {
        ($0.kind, $0.split, $0.input) == (output.kind, output.split, output.input)
      }
      if let before, before.json != output.json {
        details.append("the \(output.kind) on \(output.split) differs")
      }
    }
    if earlier.baseDigestAfter != run.baseDigestAfter { details.append("the weights differ") }
    if !details.isEmpty, (earlier.version, earlier.machine) != (run.version, run.machine) {
      details.append(
        "it was made by pts \(earlier.version) on \(earlier.machine); this is pts \(run.version) on "
          + run.machine)
    }
    return details
  }

  /// Why the store hasn't this run: what the latest of its name has otherwise.
  private func absence(of run: RunRow) throws(RunStoreError) -> String {
    guard let latest = try kept.runs(named: run.name).first(where: { $0.status.isFinished }) else {
      return "the store has no finished run of this name"
    }
    let before = Dictionary(try kept.configuration(latest.key).map { ($0.name, $0.json) }) { $1 }
    var changes: [String] = []
    for field in try fresh.configuration(run.key) where before[field.name] != field.json {
      changes.append("\(field.name) \(before[field.name] ?? "none") → \(field.json)")
    }
    if latest.baseFingerprint != run.baseFingerprint { changes.append("the weights have changed") }
    if changes.isEmpty { changes = ["the rows of its dataset have changed"] }
    return "the store doesn't have it; against \(latest.key.short), the latest of this name: "
      + changes.joined(separator: ", ")
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
