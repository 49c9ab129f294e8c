import Foundation
import JSON
import Notebooks

/// An output that is replaced while its cell runs, not oftener than a reader can see.
struct LiveOutput {
  private let id = UUID().uuidString.lowercased()
  private var shown: ContinuousClock.Instant?

  private static let pause = Duration.milliseconds(200)

  /// - Parameter isLast: whether it must be shown, since nothing follows.
  mutating func show(
    _ data: @autoclosure () -> DisplayData, isLast: Bool, _ publisher: Publisher,
    _ request: KernelMessage
  ) {
    let now = ContinuousClock.now
    if let shown, !isLast, now - shown < Self.pause { return }
    let content = DisplayContent.content(MIMEBundle.content(data()), id: id)
    publisher.publish(
      shown == nil ? "display_data" : "update_display_data", content, about: request)
    shown = now
  }
}
