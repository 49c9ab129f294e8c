import Bindings
import Tuning

/// Watches nothing.
final class SilentObserver: RunObserver {
  func runBegan(_ run: BegunRun) {}
  func runEvent(_ event: RunEvent) {}
  func runEnded() {}
  func workAdvanced(_ progress: WorkProgress?) {}
  func note(_ text: String) {}
}
