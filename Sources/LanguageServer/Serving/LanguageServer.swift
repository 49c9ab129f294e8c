import Foundation
import Hub
import JSON
import Notebooks
import Script

/// A language server for `.pts` scripts: what an editor asks of it over a stream, answered by the
/// language's own checker, completer, help and formatter.
///
/// One thread reads, this one answers in the order of the requests, and a third checks documents,
/// which may wait for data and models. Nothing of a script ever runs.
package final class LanguageServer {
  private let input: Int32
  private let writer: MessageWriter
  private let documents = DocumentStore()
  private let checker: DocumentChecker
  /// For completion, which looks into data files; no cell of it ever runs.
  private let session: Session
  private let host: ResolvingHost
  private let version: String
  private var analyses: [String: Analysis] = [:]

  private enum State { case fresh, running, shutDown }
  private var state = State.fresh
  private var showsMarkdown = false

  /// - Parameters:
  ///   - input: the descriptor that the client writes to.
  ///   - output: the descriptor that it reads.
  ///   - hub: where models are looked up by name; nothing is downloaded.
  ///   - version: the program's, for the client's log.
  package init(input: Int32, output: Int32, hub: HubSettings, version: String) {
    self.input = input
    self.version = version
    writer = MessageWriter(descriptor: output)
    checker = DocumentChecker(documents, writer, hub: hub)
    session = Session(
      sink: SilentSink(), interrupt: InterruptFlag(), hub: hub, storeFolder: nil,
      resumesRuns: false
    ) { _ in "" }
    host = ResolvingHost(session.host, documents, checksDeclarations: false)
  }

  /// Serves until the client says `exit` or closes the stream.
  ///
  /// - Returns: nil where the client left as the protocol has it, else why not.
  package func run() -> String? {
    let queue = MessageQueue()
    let descriptor = input
    Thread.detachNewThread {
      var reader = MessageReader(descriptor: descriptor)
      do throws(MessageReader.Fault) {
        while let text = try reader.next() { queue.append(.message(ClientMessage.read(text))) }
        queue.append(.end)
      } catch {
        queue.append(.fault(error))
      }
    }
    checker.start()
    defer { checker.stop() }
    while true {
      let (item, isCancelled) = queue.next()
      switch item {
      case .end: return state == .shutDown ? nil : "the client closed the stream without `exit`"
      case .fault(let fault): return fault.text
      case .message(.answer): break
      case .message(.invalid(let id, let error)): writer.answer(id, .failure(error))
      case .message(.call(let message)):
        if message.method == "exit" {
          return state == .shutDown ? nil : "the client said `exit` without `shutdown`"
        }
        receive(message, isCancelled: isCancelled)
      }
    }
  }

  private func receive(_ message: ClientMessage, isCancelled: Bool) {
    guard let id = message.id else {
      // What can't be done about a notification has no answer.
      if state == .running { try? notified(message) }
      return
    }
    guard !isCancelled else {
      return writer.answer(id, .failure(.init(.requestCancelled, "the client cancelled it")))
    }
    do {
      writer.answer(id, .success(try answer(message)))
    } catch let error as ResponseError {
      writer.answer(id, .failure(error))
    } catch {
      writer.answer(id, .failure(.init(.requestFailed, "\(error)")))
    }
  }

  // MARK: Requests

  private func answer(_ message: ClientMessage) throws -> JSONValue {
    switch (state, message.method) {
    case (.fresh, "initialize"):
      state = .running
      let formats =
        message.parameters["capabilities"]?["textDocument"]?["hover"]?["contentFormat"]?.array
      showsMarkdown = formats.map { $0.contains(.text("markdown")) } ?? true
      return Capabilities.answer(version: version)
    case (.fresh, _): throw ResponseError(.serverNotInitialized, "`initialize` comes first")
    case (.shutDown, _): throw ResponseError(.invalidRequest, "the server was shut down")
    case (.running, "initialize"):
      throw ResponseError(.invalidRequest, "the server is initialized already")
    case (.running, "shutdown"):
      state = .shutDown
      return .null
    case (.running, _): return try feature(message.method, message.parameters)
    }
  }

  private func feature(_ method: String, _ parameters: JSONValue) throws -> JSONValue {
    guard Capabilities.methods.contains(method) else {
      throw ResponseError(.methodNotFound, "there is no method \(method.debugDescription)")
    }
    let document = try document(parameters)
    switch method {
    case "textDocument/documentSymbol": return OutlineFeature(document: document).symbols()
    case "textDocument/foldingRange": return OutlineFeature(document: document).foldingRanges()
    case "textDocument/semanticTokens/full": return SemanticTokensFeature.tokens(of: document)
    case "textDocument/formatting": return try FormattingFeature(document: document).edits()
    default: break
    }
    let offset = try document.offset(parameters)
    let analysis = analysis(document)
    let help = {
      HelpFeature(analysis, self.host, before: offset, showsMarkdown: self.showsMarkdown)
    }
    let navigation = NavigationFeature(analysis: analysis, documents: documents, host: host)
    switch method {
    case "textDocument/completion":
      return CompletionFeature(session, analysis).items(at: offset)
    case "textDocument/hover": return help().hover(at: offset)
    case "textDocument/signatureHelp": return help().signature(at: offset)
    case "textDocument/definition": return navigation.definition(at: offset)
    case "textDocument/references":
      let context = parameters["context"]?["includeDeclaration"]?.bool
      return navigation.references(at: offset, includesDefinition: context ?? true)
    case "textDocument/documentHighlight": return navigation.highlights(at: offset)
    case "textDocument/prepareRename": return navigation.renameRange(at: offset)
    case "textDocument/rename":
      guard let name = parameters["newName"]?.string else {
        throw ResponseError(.invalidParams, "the request has no newName")
      }
      return try navigation.rename(at: offset, to: name)
    default: preconditionFailure("\(method) is announced and has no answer")
    }
  }

  private func document(_ parameters: JSONValue) throws -> Document {
    guard let uri = parameters["textDocument"]?["uri"]?.string else {
      throw ResponseError(.invalidParams, "the request names no document")
    }
    guard let document = documents[uri] else {
      throw ResponseError(.invalidParams, "the document isn't open: \(uri.prefix(200))")
    }
    return document
  }

  /// What the document's names mean, found once for each version of any document.
  private func analysis(_ document: Document) -> Analysis {
    if let known = analyses[document.uri], known.document.file === document.file { return known }
    let analysis = Analysis(document, host)
    analyses[document.uri] = analysis
    return analysis
  }

  // MARK: Notifications

  private func notified(_ message: ClientMessage) throws {
    let item = message.parameters["textDocument"]
    switch message.method {
    case "textDocument/didOpen":
      guard let uri = item?["uri"]?.string, let text = item?["text"]?.bytes,
        text.count <= Document.longest
      else { return }
      set(Document(uri: uri, version: item?["version"]?.int ?? 0, bytes: text))
    case "textDocument/didChange":
      guard let uri = item?["uri"]?.string, let document = documents[uri],
        let changes = message.parameters["contentChanges"]?.array
      else { return }
      let version = item?["version"]?.int ?? document.version + 1
      set(try document.changed(by: changes, version: version))
    case "textDocument/didClose":
      guard let uri = item?["uri"]?.string, documents[uri] != nil else { return }
      documents.remove(uri)
      analyses = [:]
      checker.forget(uri)
    case "textDocument/didSave", "workspace/didChangeWatchedFiles":
      analyses = [:]
      checker.checkAll()
    default: break
    }
  }

  private func set(_ document: Document) {
    guard documents.set(document) else { return }
    // Others may use it.
    analyses = [:]
    checker.check(document.uri)
    for other in documents.all where other.uri != document.uri && other.file.text.contains("use ") {
      checker.check(other.uri)
    }
  }
}
