import Notebooks
import Synchronization

/// What the main shell lets other threads know of itself.
final class KernelState: Sendable {
  private struct State {
    var names = NameSnapshot()
    var running = ""
  }

  private let state = Mutex(State())

  /// The main session's names, as of its last cell.
  var names: NameSnapshot {
    get { state.withLock { $0.names } }
    set { state.withLock { $0.names = newValue } }
  }

  /// The text of the cell that the main shell runs; empty where it runs none.
  var running: String {
    get { state.withLock { $0.running } }
    set { state.withLock { $0.running = newValue } }
  }
}
