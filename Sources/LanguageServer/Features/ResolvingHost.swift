import Bindings
import Diagnostics
import Foundation
import Script

/// The engine as a server sees it: the files that `use` names are as the client has them open.
final class ResolvingHost {
  private let engine: EngineHost
  private let documents: DocumentStore
  /// Whether declarations are checked against data and models too, which may take its time.
  private let checksDeclarations: Bool
  /// Files as they would be, in place of what they are.
  private let replacements: [SourceFile]

  init(
    _ engine: EngineHost, _ documents: DocumentStore, checksDeclarations: Bool,
    replacements: [SourceFile] = []
  ) {
    (self.engine, self.documents) = (engine, documents)
    self.checksDeclarations = checksDeclarations
    self.replacements = replacements
  }

  func replacing(_ files: [SourceFile]) -> ResolvingHost {
    ResolvingHost(
      engine, documents, checksDeclarations: checksDeclarations, replacements: files)
  }
}

extension ResolvingHost: Script.Host {
  var nouns: [NounSchema] { engine.nouns }
  var functionFamilies: [FunctionFamily] { engine.functionFamilies }
  var memberFamilies: [MemberFamily] { engine.memberFamilies }
  var writers: Set<String> { engine.writers }

  func check(_ declarations: [StaticDeclaration], firstNew: Int) -> [Diagnostic] {
    checksDeclarations ? engine.check(declarations, firstNew: firstNew) : []
  }

  func source(_ path: String, usedIn file: SourceFile) throws -> SourceFile {
    let location = engine.path(of: path, usedIn: file)
    if let file = replacements.first(where: { $0.path == location }) { return file }
    if let open = documents.file(atPath: location) { return open }
    // A pipe would be waited for.
    var status = stat()
    if stat(location, &status) == 0,
      status.st_mode & S_IFMT != S_IFREG || status.st_size > Document.longest
    {
      throw Fault("`\(path)` isn't a script", hint: "name a `.pts` file")
    }
    return try engine.source(path, usedIn: file)
  }

  func declare(_ declaration: Declaration, _ context: Context) throws -> Value {
    try engine.declare(declaration, context)
  }
  func fault(of call: StaticCall) -> Fault? { engine.fault(of: call) }
  func isInterrupt(_ error: any Error) -> Bool { engine.isInterrupt(error) }
  func fault(for error: any Error) -> Fault? { engine.fault(for: error) }

  func readBytes(_ path: String, usedIn file: SourceFile) throws -> [UInt8] {
    try engine.readBytes(path, usedIn: file)
  }
  func writeText(
    _ text: String, to path: String, usedIn file: SourceFile, _ options: WriteOptions
  ) throws {
    try engine.writeText(text, to: path, usedIn: file, options)
  }
  func exists(_ path: String, usedIn file: SourceFile) -> Bool {
    engine.exists(path, usedIn: file)
  }
  func listFiles(_ pattern: String, usedIn file: SourceFile) throws -> [String] {
    try engine.listFiles(pattern, usedIn: file)
  }
  func environmentVariable(_ name: String) -> String? { engine.environmentVariable(name) }
  func readLine(prompt: String) throws -> String? { nil }
  func write(_ text: String) { engine.write(text) }
  func warn(_ text: String) { engine.warn(text) }
  func display(_ value: Value) { engine.display(value) }
  func clearOutput(waits: Bool) { engine.clearOutput(waits: waits) }
  var now: Double { engine.now }
  var localTime: String { engine.localTime }
  func sleep(_ seconds: Double) throws { try engine.sleep(seconds) }
}
