import Diagnostics
import Files
import Foundation
import Hub
import Ranks
import Script
import Transformers
import Tuning

/// The tuning engine as the language sees it: nouns, functions, files and output.
package final class EngineHost: Script.Host {
  /// Where text goes, and who watches the runs.
  package struct Environment {
    package var write: (String) -> Void
    package var warn: (String) -> Void
    /// Shows a value in the middle of a cell.
    package var display: (Value) -> Void
    package var observer: any RunObserver
    /// Where models come from by name, and who watches them come.
    package var hub: HubSettings
    package var download: (DownloadEvent) -> Void
    /// Raised by ^C; a run ends after its step.
    package var interrupt: InterruptFlag
    /// Interrupted runs of the same make go on from their checkpoints.
    package var resumesRuns: Bool
    /// Where the runs are kept; nil keeps none.
    package var storeFolder: URL?
    /// The processes that run this very script; the first one writes for all.
    package var ranks: any ProcessGroup

    package init(
      write: @escaping (String) -> Void, warn: @escaping (String) -> Void,
      display: @escaping (Value) -> Void, observer: any RunObserver, hub: HubSettings,
      download: @escaping (DownloadEvent) -> Void = { _ in }, interrupt: InterruptFlag,
      resumesRuns: Bool = false,
      storeFolder: URL?, ranks: any ProcessGroup = SoleProcess()
    ) {
      self.write = write
      self.warn = warn
      self.display = display
      self.observer = observer
      self.hub = hub
      self.download = download
      self.interrupt = interrupt
      self.resumesRuns = resumesRuns
      self.storeFolder = storeFolder
      self.ranks = ranks
    }
  }

  package let environment: Environment
  var ranks: any ProcessGroup { environment.ranks }
  let catalog: ModelCatalog
  let store: RunStoreAccess
  /// What `warnOnce` has said.
  private var said: Set<String> = []

  package init(_ environment: Environment) {
    self.environment = environment
    let interrupt = environment.interrupt
    catalog = ModelCatalog(
      hub: ModelHub(environment.hub, report: environment.download) { interrupt.isRaised })
    store = RunStoreAccess(folder: environment.ranks.isFirst ? environment.storeFolder : nil)
  }

  package static let nouns = [
    ModelNoun.schema, DatasetNoun.schema, PromptNoun.schema, HyperNoun.schema, RunNoun.schema,
  ]

  package var nouns: [NounSchema] { Self.nouns }

  package var builtins: [Builtin] { EngineFunctions.all }

  /// A tensor's methods are functions as well, which help knows already.
  package var methodFamilies: [MethodFamily] {
    [("model", ModelMethods.all), ("prompt", PromptMethods.all), ("run", RunMethods.all)]
  }

  package var writers: Set<String> { ["save", "train_tokenizer"] }

  package func declare(_ declaration: Declaration, _ context: Context) throws -> Value {
    switch declaration.noun.name {
    case "model": .object(try ModelObject(declaration, host: self))
    case "dataset": .object(try DatasetObject(declaration, host: self))
    case "prompt": .object(try PromptObject(declaration, host: self))
    case "hyper": .object(try HyperObject(declaration))
    case "run": try RunDeclaration(declaration, host: self).train()
    case let other: preconditionFailure("no noun is called \(other)")
    }
  }

  package func check(_ declarations: [StaticDeclaration], firstNew: Int) -> [Diagnostic] {
    let findings = DeclarationCheck(declarations, host: self).findings(from: firstNew)
    unchecked = findings.unchecked
    return findings.diagnostics
  }

  /// What the last check had to leave to the run, since only running can know it.
  package private(set) var unchecked: [Unchecked] = []

  package func fault(for error: any Error) -> Fault? { Fault(engine: error) }

  /// Whether ^C came, in any of some processes; all of them know of it afterwards.
  func isInterrupted(among ranks: any ProcessGroup) -> Bool {
    if ranks.any(environment.interrupt.isRaised) { environment.interrupt.raise() }
    return environment.interrupt.isRaised
  }

  // MARK: Files

  /// What a path in a script means: relative to the script's folder, `~` for home.
  func url(_ path: String, usedIn file: SourceFile) -> URL {
    let expanded = (path as NSString).expandingTildeInPath
    if expanded.hasPrefix("/") { return URL(fileURLWithPath: expanded) }
    let folder =
      file.path.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
      ?? URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    return folder.appendingPathComponent(expanded).standardizedFileURL
  }

  /// The adapter folder that a prompt's field means.
  ///
  /// - Parameter fetches: whether to download what the cache of the hub lacks.
  func adapterFolder(
    _ path: String, field: String, usedIn file: SourceFile, fetches: Bool
  ) throws -> URL {
    try catalog.adapterFolder(
      path, in: url(path, usedIn: file), field: field, fetches: fetches)
  }

  package func source(_ path: String, usedIn file: SourceFile) throws -> SourceFile {
    let bytes = try readBytes(path, usedIn: file)
    let place = url(path, usedIn: file).path
    return try SourceFile.decode(name: path, path: place, bytes: bytes).get()
  }

  package func readBytes(_ path: String, usedIn file: SourceFile) throws -> [UInt8] {
    let url = url(path, usedIn: file)
    do {
      return Array(try Data(contentsOf: url, options: .mappedIfSafe))
    } catch {
      throw Fault(
        "`\(path)` can't be read: \(Self.reason(url))", hint: "looked for \(url.path)",
        at: .argument(0))
    }
  }

  package func writeText(_ text: String, to path: String, usedIn file: SourceFile) throws {
    try writing { try write(file: text, to: url(path, usedIn: file)) }
  }

  /// Writes a file whole: it is on the disk when this returns.
  package func write(file text: String, to url: URL) throws {
    try AtomicFile.write(Data(text.utf8), to: url)
  }

  /// Writes once for all processes; what was written is there for every one of them afterwards.
  func writing(_ body: () throws -> Void) throws {
    if ranks.isFirst { try body() }
    ranks.barrier()
  }

  private static func reason(_ url: URL) -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      return "there is no such file"
    }
    return isFolder.boolValue ? "it is a folder" : "no right to read it"
  }

  // MARK: Output

  package func write(_ text: String) { environment.write(text) }
  package func warn(_ text: String) { environment.warn(text) }

  /// Says something that stays true, and so needs saying once.
  /// - Parameter name: what it is said of, if the reader has to know.
  func warnOnce(_ text: String, of name: String? = nil) {
    if said.insert(text).inserted { warn((name.map { "\($0): " } ?? "") + text + "\n") }
  }

  package func display(_ value: Value) { environment.display(value) }
  /// One clock for all processes: a script may choose its way by it.
  package var now: Double { ranks.told([Date().timeIntervalSince1970])[0] }
}
