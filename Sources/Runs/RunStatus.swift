/// A run's status.
package enum RunStatus: String, Sendable, CaseIterable {
  case running, completed, interrupted, failed
  /// Ended because evaluations stopped getting better.
  case patience

  /// Whether it has trained as far as it was meant to.
  package var isFinished: Bool { self == .completed || self == .patience }
}
