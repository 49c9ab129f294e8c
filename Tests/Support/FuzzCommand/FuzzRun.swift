import FileFuzz
import Foundation

/// A run over all kinds: workers in turn, each for a while, and a report of what they found.
final class FuzzRun {
  private let kinds: [any FuzzKind]
  private let seconds: Double
  private let seed: UInt64
  private let cases: Int
  private let caseSeconds: Double
  private let output: URL
  private var tallies: [String: Tally] = [:]

  struct Tally {
    var cases = 0
    var loaded = 0
    var findings = 0
    /// The fixtures of cases.
    var fixtures: Set<String> = []
    var next: UInt64
  }

  /// Seconds that one worker lasts at most.
  private static let turn = 20.0

  init(
    kinds: [any FuzzKind], seconds: Double, seed: UInt64, cases: Int, caseSeconds: Double,
    output: URL
  ) throws {
    (self.kinds, self.seconds, self.seed, self.cases) = (kinds, seconds, seed, cases)
    (self.caseSeconds, self.output) = (caseSeconds, output)
    for kind in kinds { tallies[kind.name] = Tally(next: seed) }
  }

  /// Returns whether nothing was found.
  func run() throws -> Bool {
    Output.line("seed \(seed), \(Int(seconds)) s")
    let start = ContinuousClock.now
    let end = start + .seconds(seconds)
    let turn = min(Self.turn, seconds / Double(2 * kinds.count))
    while ContinuousClock.now < end, kinds.contains(where: isWanted) {
      for kind in kinds where ContinuousClock.now < end && isWanted(kind) {
        let left = Double((end - ContinuousClock.now).components.seconds)
        try work(on: kind, seconds: max(0.5, min(turn, left)))
      }
    }
    let findings = tallies.values.reduce(0) { $0 + $1.findings }
    for kind in kinds {
      let tally = tallies[kind.name]!
      Output.line(
        "\(kind.name): \(tally.cases) cases of \(tally.fixtures.count) fixtures, "
          + "\(tally.loaded) loaded, \(tally.findings) findings")
    }
    let elapsed = (ContinuousClock.now - start).components.seconds
    Output.line("\(findings) findings in \(elapsed) s")
    return findings == 0
  }

  /// Whether another case of a kind is asked for.
  private func isWanted(_ kind: any FuzzKind) -> Bool { tallies[kind.name]!.cases < cases }

  /// One worker from its start to its end, or to the case that ends it.
  private func work(on kind: any FuzzKind, seconds: Double) throws {
    let worker = try WorkerProcess(
      kind: kind.name, first: tallies[kind.name]!.next, seconds: seconds)
    defer { worker.end() }
    var current: (seed: UInt64, fixture: String)?
    while true {
      switch worker.nextLine(within: caseSeconds) {
      case .line(let line):
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        switch words.first {
        case "begin":
          guard isWanted(kind) else { return }
          current = (UInt64(words[1]) ?? 0, words.last ?? "")
          tallies[kind.name]!.next = current!.seed + 1
          tallies[kind.name]!.cases += 1
          tallies[kind.name]!.fixtures.insert(current!.fixture)
        case "fault": try report(String(line.dropFirst(6)), kind, current)
        default:
          if line == "loaded" { tallies[kind.name]!.loaded += 1 }
          current = nil
        }
      case .silent:
        worker.end()
        return try report("still busy after \(caseSeconds) s", kind, current)
      case .ended(let status):
        if status != 0 || tallies[kind.name]!.cases == 0 {
          try report("ended with \(status): \(worker.lastWords)", kind, current)
        }
        return
      }
    }
  }

  private func report(
    _ what: String, _ kind: any FuzzKind, _ current: (seed: UInt64, fixture: String)?
  ) throws {
    tallies[kind.name]!.findings += 1
    guard let (seed, fixture) = current else {
      // Without a case there is nothing to go on from.
      return Output.line("FOUND \(kind.name), before any case: \(what)")
    }
    let folder = output.appendingPathComponent("\(kind.name)-\(seed)")
    try kind.mutant(seed: seed).write(to: folder)
    Output.line(
      """
      FOUND \(kind.name) \(seed), from \(fixture): \(what)
        again: pts-fuzz --case \(kind.name) \(seed)
        files: \(folder.path)
      """)
  }
}
