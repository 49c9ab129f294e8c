import GRDB

/// What the steps of a run took, to judge others by.
package struct RunTiming: Sendable {
  package let secondsPerStep: Double?
  package let secondsPerEvaluation: Double?
  /// Of training: forward and back.
  package let secondsPerToken: Double?
}

extension RunStore {
  /// The latest finished runs, the newest first, with what their steps took.
  ///
  /// - Parameter machine: only runs of this one.
  package func timings(
    on machine: String, limit: Int
  ) throws(RunStoreError) -> [(row: RunRow, timing: RunTiming)] {
    let rows = try runs(
      where: """
        machine = :machine AND status IN ('completed', 'patience') AND plan IS NOT NULL
        ORDER BY started DESC, key LIMIT :limit
        """, ["machine": machine, "limit": limit])
    var timings: [(row: RunRow, timing: RunTiming)] = []
    for row in rows { timings.append((row, try timing(row))) }
    return timings
  }

  private func timing(_ run: RunRow) throws(RunStoreError) -> RunTiming {
    // Only steps that this store has seen have tokens.
    let sums = try fetch(
      run.key,
      """
      SELECT count(*) AS steps, sum(seconds) AS seconds, sum(tokens) AS tokens,
        (SELECT count(*) FROM evaluation WHERE evaluation.run = metric.run) AS evaluations
      FROM metric WHERE run = ? AND tokens IS NOT NULL
      """
    ) { row in
      (
        steps: try row.count("steps"), seconds: try row.optionalDouble("seconds") ?? 0,
        tokens: try row.optionalCount("tokens") ?? 0,
        evaluations: try row.optionalCount("evaluations") ?? 0
      )
    }
    guard let sum = sums.first, sum.steps > 0 else {
      return RunTiming(secondsPerStep: nil, secondsPerEvaluation: nil, secondsPerToken: nil)
    }
    let rest = max(0, run.seconds - sum.seconds)
    // Of a run that continued another one the rest is that one's.
    let isWhole = sum.steps == run.stepsDone
    return RunTiming(
      secondsPerStep: sum.seconds / Double(sum.steps),
      secondsPerEvaluation: isWhole && sum.evaluations > 0 ? rest / Double(sum.evaluations) : nil,
      secondsPerToken: sum.tokens > 0 ? sum.seconds / Double(sum.tokens) : nil)
  }
}
