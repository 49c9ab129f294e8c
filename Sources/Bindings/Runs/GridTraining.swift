import Ranks
import Runs
import Script
import Tuning

/// Trains the runs of a sweep: one after the other, or each whole in one of several processes.
struct GridTraining {
  /// A run, and which point of the grid it is.
  typealias Trained = (point: Int, run: RunObject)

  private let planned: [PlannedRun]
  private let labels: [String]
  private let declaration: Declaration
  private let engine: Engine

  init(_ planned: [PlannedRun], labels: [String], _ declaration: Declaration, _ engine: Engine) {
    self.planned = planned
    self.labels = labels
    self.declaration = declaration
    self.engine = engine
  }

  /// The runs in the order of their points; those that ^C kept from running are left out.
  func train() throws -> [Trained] {
    engine.ranks.isSingle ? try trainInTurn() : try trainApart()
  }

  private func training(_ point: Int) -> Training {
    Training(
      planned[point], declaration, engine,
      point: GridPoint(index: point, count: planned.count, label: labels[point]),
      among: SoleProcess())
  }

  private var isInterrupted: Bool { engine.environment.interrupt.isRaised }

  private func trainInTurn() throws -> [Trained] {
    var runs: [Trained] = []
    for point in planned.indices {
      if isInterrupted { break }
      runs.append((point, try training(point).run()))
    }
    return runs
  }

  /// Each of n processes trains every n-th run and sends it to the others, so that a script continues with
  /// the same runs everywhere; the first process keeps and shows them all.
  private func trainApart() throws -> [Trained] {
    let ranks = engine.ranks
    var rows: [Int: RunRow] = [:]
    let finished = try ranks.broadcast(
      planned.indices.map { point in
        let run = try training(point).finishedRun()
        rows[point] = run?.row
        return run?.transcript
      })
    let starts = try ranks.broadcast(
      planned.indices.map { finished[$0] == nil ? try training($0).startingState() : nil })
    var runs: [Int: RunObject] = [:]
    var transcripts = Message()
    for (point, transcript) in finished.enumerated() {
      if let transcript { runs[point] = try training(point).restore(transcript, rows[point]) }
    }
    let missing = planned.indices.filter { finished[$0] == nil }
    for index in stride(from: ranks.rank, to: missing.count, by: ranks.count) {
      let point = missing[index]
      if isInterrupted { break }
      var start: RunStart?
      var reports: [StepReport] = []
      let run = try training(point).train(from: starts[point]) { event in
        if case .started(let begun) = event { start = begun }
        if case .step(let report) = event { reports.append(report) }
      }
      guard let start else { preconditionFailure("a run that never began") }
      runs[point] = run
      transcripts.encode(point)
      RunTranscript(
        start: start, reports: reports, summary: run.session.summary, state: run.session.state
      )
      .encode(into: &transcripts)
    }
    for (rank, bytes) in ranks.gather(transcripts.bytes).enumerated() where rank != ranks.rank {
      var received = Message(bytes)
      while !received.isEmpty {
        let point: Int = received.decode()
        runs[point] = try training(point).replay(RunTranscript(from: &received))
      }
    }
    _ = engine.isInterrupted(among: ranks)
    return runs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
