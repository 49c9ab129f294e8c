/// Records what each cell of a session gives, while its names still have the values it gave them.
package final class SessionRecorder {
  private let session: Session
  /// Of the session's cells of code, in order.
  package private(set) var records: [CellRecord] = []

  package init(_ session: Session) {
    self.session = session
    session.host.engine.inputs.isRecording = true
    session.cellEnded = { [unowned self] cell in
      guard !cell.isProse else { return }
      records.append(CellRecord(cell) { session.interpreter.value(of: $0) })
    }
  }
}
