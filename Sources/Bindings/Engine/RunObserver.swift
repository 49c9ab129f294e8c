import Tuning

/// A run that the store keeps while the same run trains again.
package enum KeptRun: Sendable {
  case finished
  /// With a checkpoint at this step.
  case interrupted(step: Int)
}

/// Who shows a run while it trains: the shell's progress line, or plain lines off a terminal.
package protocol RunObserver: AnyObject {
  /// - Parameters:
  ///   - point: of a grid, what this run has of its own (`lr 0.03`), and its index.
  ///   - kept: the same run as the store has it, until this one gets further.
  func runBegan(name: String, point: GridPoint?, kept: KeptRun?)
  func runEvent(_ event: RunEvent)
  /// Said once after `runBegan`, whatever happened.
  func runEnded()
  /// Something to know that is no result: what was saved, and where.
  func note(_ text: String)
}
