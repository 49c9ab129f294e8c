import Bindings
import Tuning

/// Watches nothing.
final class SilentObserver: RunObserver {
  func runBegan(name: String, point: GridPoint?) {}
  func runEvent(_ event: RunEvent) {}
  func runEnded() {}
}
