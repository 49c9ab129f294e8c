import Foundation
import Runs
import Tuning

/// A run that the store keeps while the same run trains again.
package enum KeptRun: Sendable {
  case finished
  /// With a checkpoint at this step.
  case interrupted(step: Int)
}

/// A run that isn't trained, since the store has it as it was finished.
package struct ReplayedRun: Sendable {
  /// When it was trained.
  package let started: Date
  package let seconds: Double
}

/// What is known of a run before its first step.
package struct BegunRun: Sendable {
  /// What `pts runs` calls it: `first`, or `grid[lr 0.03]` of a sweep.
  package let name: String
  /// Of a grid, what this run has of its own (`lr 0.03`), and its index.
  package let point: GridPoint?
  package let key: RunKey
  /// The same run as the store has it, until this one gets further.
  package var kept: KeptRun? = nil
  /// Where the store has its result; its events then come all at once.
  package var replayed: ReplayedRun? = nil
}

/// Who shows a run while it trains: the shell's progress line, or plain lines off a terminal.
package protocol RunObserver: AnyObject {
  func runBegan(_ run: BegunRun)
  func runEvent(_ event: RunEvent)
  /// Said once after `runBegan`, whatever happened.
  func runEnded()
  /// How far other work has come: said with nothing done when it begins, and nil when it has ended,
  /// whatever happened.
  func workAdvanced(_ progress: WorkProgress?)
  /// Something to know that is no result: what was saved, and where.
  func note(_ text: String)
}
