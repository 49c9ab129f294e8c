import Hub

/// Emits downloads as outputs.
final class DownloadReporter {
  private let relay: OutputRelay
  private var repository = ""

  init(_ relay: OutputRelay) { self.relay = relay }

  func report(_ event: DownloadEvent) {
    if case .started(let name, _, _) = event { repository = name }
    if case .ended = event { repository = "" }
    relay.emit(.download(DownloadReport(repository: repository, event: event)))
  }
}
