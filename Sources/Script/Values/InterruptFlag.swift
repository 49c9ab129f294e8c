import Synchronization

/// Tells a running script to stop; safe to raise from a signal handler or another thread.
package final class InterruptFlag: Sendable {
  private let raised = Atomic<Bool>(false)

  package init() {}

  package var isRaised: Bool { raised.load(ordering: .relaxed) }
  package func raise() { raised.store(true, ordering: .relaxed) }
  package func lower() { raised.store(false, ordering: .relaxed) }
}
