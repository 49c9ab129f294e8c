import Bindings
import Tuning

/// Watches nothing.
final class SilentObserver: RunObserver {
  func runBegan(name: String, point: GridPoint?, kept: KeptRun?) {}
  func runEvent(_ event: RunEvent) {}
  func runEnded() {}
  func note(_ text: String) {}
}
