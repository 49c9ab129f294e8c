import CCurl
import Foundation
import Synchronization

/// What a server says before its body.
struct HTTPHead: Sendable {
  var status = 0
  /// By lower-case name; the last one where it was sent twice.
  var fields: [String: String] = [:]

  var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) && fields["location"] != nil }
}

/// Sends requests over HTTP and HTTPS, one at a time, by libcurl; proxies are those of the
/// environment. It follows no redirect and tries nothing twice.
final class HTTPClient {
  enum Method { case get, head }

  enum Failure: Error {
    /// Another attempt may do better.
    case broken(reason: String, isConnected: Bool)
    case failed(reason: String)
    case cancelled
  }

  private static let limitOfFields = 1 << 18
  private static let loading = Mutex(())

  private let handle: UnsafeMutableRawPointer
  private let authorities: String?
  private let isCancelled: () -> Bool

  init(authorities: String?, isCancelled: @escaping () -> Bool) throws(HubError) {
    let reason = Self.loading.withLock { _ in ccurl_load().map { String(cString: $0) } }
    if let reason { throw .noTransport(reason: reason) }
    guard let handle = ccurl_open() else { throw .noTransport(reason: "out of memory") }
    self.handle = handle
    self.authorities = authorities
    self.isCancelled = isCancelled
  }

  deinit { ccurl_close(handle) }

  /// - Parameters:
  ///   - fields: lines such as `Range: bytes=5-`.
  ///   - seconds: how long nothing may come.
  ///   - receive: gets the body piece by piece; what it throws ends the transfer and is thrown on.
  func send(
    _ method: Method, _ url: String, fields: [String], seconds: Int,
    receive: (HTTPHead, UnsafeRawBufferPointer) throws -> Void
  ) throws -> HTTPHead {
    try withoutActuallyEscaping(receive) { receive in
      let exchange = Exchange(receive: receive, isCancelled: isCancelled)
      let outcome = withLines(fields) { lines in
        url.withCString { url in
          withOptionalCString(authorities) { authorities in
            var request = ccurl_request(
              url: url, is_head: method == .head ? 1 : 0, headers: lines,
              authorities: authorities, connect_seconds: seconds, stall_seconds: seconds,
              context: Unmanaged.passUnretained(exchange).toOpaque(),
              on_header: { Exchange.of($0).header($1, $2) },
              on_body: { Exchange.of($0).body($1, $2) },
              on_wait: { Exchange.of($0).isCancelled() ? 1 : 0 })
            return withExtendedLifetime(exchange) { ccurl_perform(handle, &request) }
          }
        }
      }
      return try exchange.result(outcome)
    }
  }

  /// One request and its answer while they are under way.
  private final class Exchange {
    private var head = HTTPHead()
    private var sizeOfFields = 0
    private var error: (any Error)?
    private let receive: (HTTPHead, UnsafeRawBufferPointer) throws -> Void
    let isCancelled: () -> Bool

    init(
      receive: @escaping (HTTPHead, UnsafeRawBufferPointer) throws -> Void,
      isCancelled: @escaping () -> Bool
    ) {
      self.receive = receive
      self.isCancelled = isCancelled
    }

    static func of(_ context: UnsafeMutableRawPointer?) -> Exchange {
      Unmanaged<Exchange>.fromOpaque(context!).takeUnretainedValue()
    }

    func header(_ bytes: UnsafePointer<CChar>?, _ count: Int) -> Int32 {
      sizeOfFields += count
      guard sizeOfFields <= HTTPClient.limitOfFields else {
        error = Failure.failed(reason: "the answer's header is too long")
        return 1
      }
      let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      if line.hasPrefix("HTTP/") {
        // Each answer starts again, such as the one after a `100 Continue`.
        head = HTTPHead(
          status: line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
      } else if let colon = line.firstIndex(of: ":") {
        head.fields[line[..<colon].lowercased()] =
          line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      }
      return 0
    }

    func body(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
      do {
        if isCancelled() { throw Failure.cancelled }
        try receive(head, UnsafeRawBufferPointer(start: bytes, count: count))
        return 0
      } catch {
        self.error = error
        return 1
      }
    }

    func result(_ outcome: ccurl_outcome) throws -> HTTPHead {
      if let error { throw error }
      let reason = withUnsafeBytes(of: outcome.reason) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      switch outcome.ending {
      case CCURL_DONE: return head
      case CCURL_STOPPED: throw Failure.cancelled
      case CCURL_BROKEN:
        throw Failure.broken(reason: reason, isConnected: outcome.is_connected != 0)
      default: throw Failure.failed(reason: reason)
      }
    }
  }
}

private func withLines<Result>(
  _ lines: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  var pointers: [UnsafePointer<CChar>?] = lines.map { UnsafePointer(strdup($0)) } + [nil]
  defer { for pointer in pointers { free(UnsafeMutablePointer(mutating: pointer)) } }
  return pointers.withUnsafeMutableBufferPointer { body(UnsafePointer($0.baseAddress!)) }
}

private func withOptionalCString<Result>(
  _ text: String?, _ body: (UnsafePointer<CChar>?) -> Result
) -> Result {
  guard let text else { return body(nil) }
  return text.withCString { body($0) }
}
