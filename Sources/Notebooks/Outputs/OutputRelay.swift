/// Passes outputs to the sink at once, and records those of the cell that runs.
final class OutputRelay {
  private let sink: any CellSink
  private var record: OutputRecord?

  init(_ sink: any CellSink) { self.sink = sink }

  func emit(_ output: CellOutput) {
    sink.receive(output)
    record?.append(output)
  }

  /// - Parameter outputs: emitted about the cell before it runs.
  func beginCell(_ outputs: [CellOutput] = []) {
    var record = OutputRecord()
    for output in outputs { record.append(output) }
    self.record = record
  }

  func endCell() -> OutputRecord {
    defer { record = nil }
    return record ?? OutputRecord()
  }
}
