import Bindings
import Tuning

/// Watches nothing.
final class SilentObserver: RunObserver {
  func runBegan(name: String, point: GridPoint?, repeats: Bool) {}
  func runEvent(_ event: RunEvent) {}
  func runEnded() {}
}
