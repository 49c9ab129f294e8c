import Notebooks

/// Drops what a session emits: nothing runs in a server.
final class SilentSink: CellSink {
  func receive(_ output: CellOutput) {}
}
