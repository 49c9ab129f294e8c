import Foundation
import JSON
import Notebooks

/// Replaces what clients show for as long as it changes: the page of a run that another session trains.
///
/// Sendable because the condition guards all that changes.
final class DisplayFollower: @unchecked Sendable {
  private struct Display {
    let id: String
    let request: KernelMessage
    var data: DisplayData
    var shown: JSONValue
  }

  private let publisher: Publisher
  private let condition = NSCondition()
  private var displays: [Display] = []
  private var isStopped = false

  private static let pause = 1.0
  /// More than a person looks at; the oldest are left as they are.
  private static let most = 64

  init(_ publisher: Publisher) { self.publisher = publisher }

  /// - Parameters:
  ///   - id: what the display is known by.
  ///   - shown: what its message had.
  func follow(_ data: DisplayData, _ id: String, shown: JSONValue, for request: KernelMessage) {
    condition.withLock {
      displays.append(Display(id: id, request: request, data: data, shown: shown))
      if displays.count > Self.most { displays.removeFirst() }
      condition.signal()
    }
  }

  func stop() {
    condition.withLock {
      isStopped = true
      condition.broadcast()
    }
  }

  func run() {
    while let current = next() {
      var changing: [Display] = []
      for var display in current {
        guard let refreshed = display.data.refreshed else { continue }
        display.data = refreshed()
        let bundle = MIMEBundle.content(display.data)
        if bundle != display.shown {
          display.shown = bundle
          publisher.publish(
            "update_display_data", DisplayContent.content(bundle, id: display.id),
            about: display.request)
        }
        if display.data.refreshed != nil { changing.append(display) }
      }
      condition.withLock { displays = changing + displays }
    }
  }

  /// What is to be looked at again, after a pause; nil once it is stopped.
  private func next() -> [Display]? {
    condition.withLock {
      while !isStopped, displays.isEmpty { condition.wait() }
      let end = Date(timeIntervalSinceNow: Self.pause)
      while !isStopped, condition.wait(until: end) {}
      defer { displays = [] }
      return isStopped ? nil : displays
    }
  }
}
