import Diagnostics
import Foundation
import Script
import Tensors

/// The tuning engine as the language sees it: nouns, functions, files and output.
///
/// Bindings is where language and engine meet. Its folders, from the top down:
///
/// | folder | what it holds |
/// | --- | --- |
/// | `Host` | this type; the check of a program before it runs |
/// | `Functions` | `compare`, `plot` and other functions over several nouns |
/// | `Runs`, `Prompts`, `Models`, `Data`, `Hyper`, `Tensors` | a noun or a value each: schema, object, methods |
/// | `Random` | random numbers from the script's stream, from a seed, or from `rng(7)` |
/// | `Plans` | `RunPlanner`: a run's fields, resolved once into a `TuningPlan` |
/// | `Adapters` | the folders that prompts start from |
/// | `Applied` | a prompt on a model and data: what renders, scores and predicts |
/// | `Display` | figures and tables as values |
/// | `Engine` | what nouns work with: catalogues, files, the store, what is outside |
/// | `Fields` | where fields are read from, before and while running |
/// | `Faults` | the engine's errors in words |
///
/// A noun is a type that conforms to `Noun`, in a folder of its own, and a line in `kinds`.
package final class EngineHost: EngineOwner {
  package let engine: Engine

  package init(_ environment: Engine.Environment) { engine = Engine(environment) }

  /// A noun is added here, and nowhere else.
  private static let kinds: [any (Noun & Sendable).Type] = [
    ModelNoun.self, DatasetNoun.self, PromptNoun.self, HyperNoun.self, RunNoun.self,
  ]

  package static let nouns = kinds.map { $0.schema }

  package var nouns: [NounSchema] { Self.nouns }

  package var functionFamilies: [FunctionFamily] { EngineFunctions.families }

  package var memberFamilies: [MemberFamily] {
    [
      ModelObject.family, DatasetObject.family, SplitObject.family, PromptObject.family,
      RenderedObject.family, RunObject.family, GridObject.family, ScoreObject.family,
      TensorObject.family, StreamObject.family,
    ] + FigureObject.families
  }

  package var writers: Set<String> { ["save", "train_tokenizer"] }

  private static func kind(of noun: NounSchema) -> any Noun.Type {
    guard let kind = kinds.first(where: { $0.schema.name == noun.name }) else {
      preconditionFailure("no noun is called \(noun.name)")
    }
    return kind
  }

  package func declare(_ declaration: Declaration, _ context: Context) throws -> Value {
    try Self.kind(of: declaration.noun).declare(declaration, engine)
  }

  package func check(_ declarations: [StaticDeclaration], firstNew: Int) -> [Diagnostic] {
    let check = ProgramCheck(declarations, engine: engine) { Self.kind(of: $0) }
    let findings = check.findings(from: firstNew)
    unchecked = findings.unchecked
    foundRuns = findings.runs
    return findings.diagnostics
  }

  /// What the last check had to leave to the run, since only running can know it.
  package private(set) var unchecked: [Unchecked] = []
  private var foundRuns: [(name: String, found: RunNoun.Found?)] = []

  /// The plans of the runs in the last check of which nothing was left to the run, a sweep's by its points.
  package func plans() throws -> [(name: String, plan: TuningPlan)] {
    try foundRuns.flatMap { _, found in
      guard case .planned(let checked) = found else { return [(name: String, plan: TuningPlan)]() }
      return try checked.plans(engine.catalog)
    }
  }

  /// What the runs of the last check would do if the program ran now, in their order.
  package func forecasts() throws -> [RunForecast] {
    var forecaster = try RunForecaster(engine)
    return try foundRuns.flatMap { name, found in
      switch found {
      case .planned(let checked): try forecaster.forecasts(checked)
      case .stored(let stored): [forecaster.forecast(stored, as: name)]
      case nil: [try forecaster.forecast(unknown: name)]
      }
    }
  }

  /// Why a run, or each run of a sweep, was trained or not, a line each; nil for any other value.
  package func explanation(of value: Value) throws -> [String]? {
    guard case .object(let object) = value else { return nil }
    let history = RunHistory(engine)
    switch object {
    case let run as RunObject: return [try history.explanation(of: run)]
    case let stored as StoredRunObject: return [try history.explanation(of: stored.run())]
    case let grid as GridObject: return try grid.runs.map(history.explanation)
    default: return nil
    }
  }

  package func fault(of call: StaticCall) -> Fault? {
    guard let declaration = call.declaration else {
      return StoredRunObject.fault(of: call, engine)
    }
    return declaration.noun.name == "run" ? RunMethods.fault(of: call) : nil
  }

  package func isInterrupt(_ error: any Error) -> Bool { error is Interrupt.Raised }
  package func fault(for error: any Error) -> Fault? { Fault(engine: error) }

  package func source(_ path: String, usedIn file: SourceFile) throws -> SourceFile {
    let bytes = try readBytes(path, usedIn: file)
    let location = engine.url(path, usedIn: file).path
    return try SourceFile.decode(name: path, path: location, bytes: bytes).get()
  }

  /// The absolute path of a file that a script names.
  package func path(of path: String, usedIn file: SourceFile) -> String {
    engine.url(path, usedIn: file).path
  }

  package func readBytes(_ path: String, usedIn file: SourceFile) throws -> [UInt8] {
    try engine.readBytes(path, usedIn: file)
  }

  package func writeText(
    _ text: String, to path: String, usedIn file: SourceFile, _ options: WriteOptions
  ) throws {
    try engine.writing { try engine.writeText(text, to: path, usedIn: file, options) }
  }

  package func exists(_ path: String, usedIn file: SourceFile) -> Bool {
    FileManager.default.fileExists(atPath: engine.url(path, usedIn: file).path)
  }

  package func listFiles(_ pattern: String, usedIn file: SourceFile) throws -> [String] {
    try engine.listFiles(pattern, usedIn: file)
  }

  package func environmentVariable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }

  /// The first process has the input, and all of them read the same.
  package func readLine(prompt: String) throws -> String? {
    let ranks = engine.ranks
    var line: String?
    if ranks.isFirst { line = try engine.environment.readLine(prompt) }
    guard ranks.broadcast([line == nil])[0] == false else { return nil }
    return String(decoding: ranks.broadcast(Array((line ?? "").utf8), from: 0), as: UTF8.self)
  }

  package func write(_ text: String) { engine.environment.write(text) }
  package func warn(_ text: String) { engine.warn(text) }
  package func display(_ value: Value) { engine.environment.display(value) }
  package func clearOutput(waits: Bool) { engine.environment.clearOutput(waits) }
  /// One clock for all processes: a script may branch on it.
  package var now: Double { engine.ranks.broadcast([Date().timeIntervalSince1970])[0] }

  package var localTime: String {
    var seconds = time_t(now)
    var parts = tm()
    localtime_r(&seconds, &parts)
    let offset = abs(parts.tm_gmtoff) / 60
    return String(
      format: "%04d-%02d-%02dT%02d:%02d:%02d%@%02d:%02d", parts.tm_year + 1900, parts.tm_mon + 1,
      parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, parts.tm_gmtoff < 0 ? "-" : "+",
      offset / 60, offset % 60)
  }

  package func sleep(_ seconds: Double) throws {
    let end = ContinuousClock.now + .seconds(min(seconds, 1e9))
    while ContinuousClock.now < end {
      if engine.environment.interrupt.isRaised { throw ScriptError.interrupted }
      // ^C ends the pause in its own thread; the flag may be raised from another.
      let left = (end - ContinuousClock.now) / .microseconds(1)
      usleep(UInt32(max(1, min(left, 50_000))))
    }
  }
}
