import Tuning

/// Who shows a run while it trains: the shell's progress line, or plain lines off a terminal.
package protocol RunObserver: AnyObject {
  /// - Parameters:
  ///   - point: of a grid, what this run has of its own (`lr 0.03`), and its index.
  ///   - repeats: whether the store has the same run finished, and keeps it unless this one finishes too.
  func runBegan(name: String, point: GridPoint?, repeats: Bool)
  func runEvent(_ event: RunEvent)
  /// Said once after `runBegan`, whatever happened.
  func runEnded()
}
