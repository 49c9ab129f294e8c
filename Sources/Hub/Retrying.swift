import Foundation

/// Tries again what a busy server or a broken connection has spoilt, with longer and longer pauses.
struct Retrying {
  /// A fault that may pass: a status such as 503.
  struct Transient: Error {
    let status: Int
    /// The pause that the server asks for, in seconds.
    let pause: Double?

    /// Nil where the answer is final.
    init?(_ head: HTTPHead) {
      guard [408, 429, 500, 502, 503, 504].contains(head.status) else { return nil }
      status = head.status
      pause = head.fields["retry-after"].flatMap(Double.init).map { min(max($0, 0), 60) }
    }
  }

  static let attempts = 5
  /// Without any connection there is mostly no network, and nobody wants to wait for that.
  static let attemptsToConnect = 2
  private static let longestPause = 8.0

  let firstPause: Double
  let isCancelled: () -> Bool

  /// - Parameters:
  ///   - file: what the attempts are about, for the report and the error.
  ///   - progress: how far earlier attempts came; where it has grown, they are forgotten.
  func perform<Result>(
    _ file: String, host: String, report: (DownloadEvent) -> Void,
    progress: () -> Int = { 0 }, _ attempt: () throws -> Result
  ) throws -> Result {
    var (failures, reached) = (0, progress())
    while true {
      let fault: (error: HubError, reason: String, limit: Int, pause: Double?)
      do {
        return try attempt()
      } catch let error as Transient {
        fault = (
          .failed(host: host, file: file, status: error.status), "status \(error.status)",
          Self.attempts, error.pause
        )
      } catch HTTPClient.Failure.broken(let reason, let isConnected) {
        fault = (
          .unreachable(host: host, reason: reason), reason,
          isConnected || reached > 0 ? Self.attempts : Self.attemptsToConnect, nil
        )
      } catch HTTPClient.Failure.failed(let reason) {
        throw HubError.unreachable(host: host, reason: reason)
      } catch HTTPClient.Failure.cancelled {
        throw HubError.cancelled
      }
      if progress() > reached { (failures, reached) = (0, progress()) }
      failures += 1
      guard failures < fault.limit else { throw fault.error }
      let doubled = firstPause * Double(1 << (failures - 1))
      let pause = fault.pause ?? min(Self.longestPause, doubled)
      report(.retrying(file: file, reason: fault.reason, pause: pause))
      try wait(pause)
    }
  }

  /// Sleeps in short naps, so that ^C is noticed.
  func wait(_ seconds: Double) throws(HubError) {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if isCancelled() { throw .cancelled }
      usleep(useconds_t(min(0.05, max(0.001, (end - .now) / .seconds(1))) * 1e6))
    }
  }
}
