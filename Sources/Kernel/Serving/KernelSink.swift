import Diagnostics
import Figures
import Foundation
import JSON
import Notebooks

/// Publishes the outputs of a session, and keeps what the reply to a request is made of.
final class KernelSink: CellSink {
  private let publisher: Publisher
  private let follower: DisplayFollower
  private var request: KernelMessage?
  private var run = LiveOutput()
  private var download = LiveOutput()
  private var work = LiveOutput()
  private(set) var report = Report()

  /// What came of a request.
  struct Report {
    var error: JSONValue?
    /// Help, which front ends show beside the notebook.
    var pages: [JSONValue] = []
    /// The text of the last value.
    var result: String?
  }

  init(_ publisher: Publisher, _ follower: DisplayFollower) {
    self.publisher = publisher
    self.follower = follower
  }

  /// - Parameter request: nil for one whose outputs nobody wants.
  func begin(_ request: KernelMessage?) {
    self.request = request
    report = Report()
    (run, download, work) = (LiveOutput(), LiveOutput(), LiveOutput())
  }

  func receive(_ output: CellOutput) {
    switch output {
    case .stdout(let text): stream("stdout", text)
    case .stderr(let text): stream("stderr", text)
    case .notice(let text): stream("stderr", text + "\n")
    case .display(let data): display(data)
    case .value(let data, let cell): show(data, cell)
    case .clear(let waits): publish("clear_output", .record(["wait": .bool(waits)]))
    case .diagnostics(let diagnostics): take(diagnostics)
    case .interrupted: fail(name: "Interrupted", "interrupted", ["interrupted"])
    case .run(let report): show(report)
    case .download(let report): show(report)
    case .work(let report): show(report)
    // A notebook shows its own cells.
    case .heading: break
    }
  }

  private func publish(_ kind: String, _ content: JSONValue) {
    if let request { publisher.publish(kind, content, about: request) }
  }

  private func stream(_ name: String, _ text: String) {
    guard !text.isEmpty else { return }
    publish("stream", .record(["name": .text(name), "text": .text(text)]))
  }

  // MARK: Figures

  private func display(_ data: DisplayData) {
    let bundle = MIMEBundle.content(data)
    if case .help = data.figure { return report.pages.append(bundle) }
    guard let request, data.refreshed != nil else {
      return publish("display_data", DisplayContent.content(bundle))
    }
    let id = UUID().uuidString.lowercased()
    publish("display_data", DisplayContent.content(bundle, id: id))
    follower.follow(data, id, shown: bundle, for: request)
  }

  private func show(_ data: DisplayData, _ cell: Int) {
    report.result = data.content(.plainText)
    if data.refreshed != nil { return display(data) }
    publish(
      "execute_result",
      .record([
        "execution_count": .integer(cell), "data": MIMEBundle.content(data),
        "metadata": .object([]),
      ]))
  }

  // MARK: Progress

  private func show(_ report: RunReport) {
    guard let request else { return }
    let isLast = report.moment == .finished || report.moment == .ended
    run.show(
      DisplayData(report.progress.figure), isLast: isLast, publisher, request)
    if report.moment == .ended { run = LiveOutput() }
  }

  private func show(_ report: DownloadReport) {
    if let text = report.text { return stream("stderr", text + "\n") }
    guard let request, let line = report.line else { return }
    download.show(
      DisplayData(.progress(line)), isLast: line.step == line.total, publisher, request)
  }

  /// Work that takes its time; its last line stays, as it does of a download.
  private func show(_ report: WorkReport) {
    guard let request, let line = report.line else {
      work = LiveOutput()
      return
    }
    guard report.elapsed >= 1 else { return }
    work.show(
      DisplayData(.progress(line)), isLast: line.step == line.total, publisher, request)
  }

  // MARK: Errors

  private func take(_ diagnostics: [Diagnostic]) {
    let errors = diagnostics.filter { $0.severity == .error }
    guard let first = errors.first else {
      return stream("stderr", DiagnosticRenderer(lineWidth: 100).render(diagnostics))
    }
    let text = DiagnosticRenderer(colour: true, lineWidth: 100).render(diagnostics)
    fail(
      name: "Error", first.message,
      text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  /// A request has one error: what follows goes to stderr.
  private func fail(name: String, _ message: String, _ lines: [String]) {
    guard report.error == nil else { return stream("stderr", lines.joined(separator: "\n")) }
    let error = JSONValue.record([
      "ename": .text(name), "evalue": .text(message), "traceback": .array(lines.map { .text($0) }),
    ])
    report.error = error
    publish("error", error)
  }
}
