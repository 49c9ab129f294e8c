/// Passes on what isn't a result: progress, remarks and faults. For commands whose results go into a
/// file, or are compared.
package final class RemarksSink: CellSink {
  private let sink: any CellSink

  package init(_ sink: any CellSink) { self.sink = sink }

  package func receive(_ output: CellOutput) {
    switch output {
    case .stdout, .display, .value, .heading, .clear: break
    case .stderr, .notice, .diagnostics, .interrupted, .run, .download, .work:
      sink.receive(output)
    }
  }
}
