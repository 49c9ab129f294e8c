import Diagnostics
import Foundation
import Hub
import JSON
import Notebooks
import Script

/// Checks documents on a thread of its own, data and models included, and publishes what it finds; the
/// newest text of a document is the one that counts.
///
/// Sendable because the condition guards all that changes; the session is the thread's own.
final class DocumentChecker: @unchecked Sendable {
  private let documents: DocumentStore
  private let writer: MessageWriter
  private let hub: HubSettings
  /// Gives up the check that runs.
  private let interrupt = InterruptFlag()

  private let condition = NSCondition()
  private var waiting: [String: Date] = [:]
  private var current: String?
  private var isStopped = false
  private var hasEnded = false
  /// Set where files other than documents have changed, of which a session knows an older state.
  private var isOutdated = false
  /// Whether the last check of a document took long; only the thread itself reads it.
  private var isSlow: [String: Bool] = [:]

  /// How long the text must be left alone before it is checked, in seconds.
  private static let pause = 0.1
  /// Where a check takes longer, what needs no data and no model is published before it.
  private static let patience = Duration.milliseconds(500)

  init(_ documents: DocumentStore, _ writer: MessageWriter, hub: HubSettings) {
    (self.documents, self.writer, self.hub) = (documents, writer, hub)
  }

  // MARK: From the server's thread

  func start() {
    Thread.detachNewThread { [self] in
      DeepStack.run { self.work() }
      condition.withLock {
        hasEnded = true
        condition.broadcast()
      }
    }
  }

  /// Has a document checked as soon as it is left alone.
  func check(_ uri: String) {
    condition.withLock {
      waiting[uri] = Date(timeIntervalSinceNow: Self.pause)
      if current == uri { interrupt.raise() }
      condition.broadcast()
    }
  }

  /// Has every document checked again after files have changed.
  func checkAll() {
    condition.withLock {
      isOutdated = true
      for document in documents.all { waiting[document.uri] = Date() }
      if current != nil { interrupt.raise() }
      condition.broadcast()
    }
  }

  /// Forgets a document that was closed, with what was said of it.
  func forget(_ uri: String) {
    condition.withLock {
      waiting[uri] = nil
      if current == uri { interrupt.raise() }
      publish(uri, version: nil, .array([]))
    }
  }

  /// Ends the thread; a check that doesn't end within two seconds is left alone.
  func stop() {
    condition.withLock {
      isStopped = true
      interrupt.raise()
      condition.broadcast()
      let end = Date(timeIntervalSinceNow: 2)
      while !hasEnded, condition.wait(until: end) {}
    }
  }

  // MARK: On its own thread

  private func work() {
    var session = makeSession()
    while let (document, isOutdated) = next() {
      if isOutdated { session = makeSession() }
      check(document, session)
      condition.withLock { current = nil }
    }
  }

  private func makeSession() -> Session {
    Session(
      sink: SilentSink(), interrupt: interrupt, hub: hub, storeFolder: nil, resumesRuns: false
    ) { _ in "" }
  }

  /// The next document that was left alone; nil once the server stops.
  private func next() -> (Document, isOutdated: Bool)? {
    condition.withLock {
      while !isStopped {
        guard let (uri, due) = waiting.min(by: { $0.value < $1.value }) else {
          condition.wait()
          continue
        }
        guard due <= Date() else {
          _ = condition.wait(until: due)
          continue
        }
        waiting[uri] = nil
        guard let document = documents[uri] else { continue }
        current = uri
        interrupt.lower()
        defer { isOutdated = false }
        return (document, isOutdated)
      }
      return nil
    }
  }

  private func check(_ document: Document, _ session: Session) {
    if isSlow[document.uri] ?? true {
      let names = ResolvingHost(session.host, documents, checksDeclarations: false)
      publish(Analysis(document, names))
    }
    let started = ContinuousClock.now
    let host = ResolvingHost(session.host, documents, checksDeclarations: true)
    publish(Analysis(document, host))
    isSlow[document.uri] = ContinuousClock.now - started > Self.patience
  }

  /// Publishes what was found, unless the document has changed or a check was given up since.
  private func publish(_ analysis: Analysis) {
    let document = analysis.document
    var feature = DiagnosticsFeature(
      document: document, program: analysis.program, locations: Locations(documents))
    let found = feature.json()
    condition.withLock {
      guard !interrupt.isRaised, documents[document.uri]?.version == document.version else {
        return
      }
      publish(document.uri, version: document.version, found)
    }
  }

  private func publish(_ uri: String, version: Int?, _ diagnostics: JSONValue) {
    var members = [JSONMember(key: Array("uri".utf8), value: .text(uri))]
    if let version {
      members.append(JSONMember(key: Array("version".utf8), value: .integer(version)))
    }
    members.append(JSONMember(key: Array("diagnostics".utf8), value: diagnostics))
    writer.notify("textDocument/publishDiagnostics", .object(members))
  }
}
