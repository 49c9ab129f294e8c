import Foundation
import JSON

/// A message of the Jupyter protocol, of either direction.
package struct KernelMessage: Equatable, Sendable {
  /// Who it is from or for, as ZeroMQ routes it; the topic of a publication.
  package var identities: [[UInt8]]
  package var header: MessageHeader
  /// The header of the request that it answers, as it came; an empty object where there is none.
  package var parent: JSONValue
  package var metadata: JSONValue = .object([])
  package var content: JSONValue
}

/// What a message is called and whose it is.
package struct MessageHeader: Equatable, Sendable {
  package let kind: String
  /// The subshell that a request is for; nil is the main shell.
  package let subshell: String?
  /// As it goes over the wire.
  package let value: JSONValue

  /// Of a message that came; nil where it isn't a header.
  init?(_ value: JSONValue) {
    guard value.object != nil, let kind = value["msg_type"]?.string,
      value["msg_id"]?.string != nil
    else { return nil }
    self.kind = kind
    subshell = value["subshell_id"]?.string
    self.value = value
  }

  /// Of a message of the kernel's own.
  ///
  /// - Parameter session: tells a kernel from every other, and from itself after a restart.
  init(_ kind: String, session: String) {
    self.kind = kind
    subshell = nil
    value = .record([
      "msg_id": .text(UUID().uuidString.lowercased()), "msg_type": .text(kind),
      "session": .text(session), "username": .text("kernel"), "date": .text(Self.now),
      "version": .text(protocolVersion),
    ])
  }

  /// UTC to the microsecond, as ISO 8601 writes it.
  private static var now: String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    return String(
      format: "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", parts.tm_year + 1900, parts.tm_mon + 1,
      parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, time.tv_nsec / 1000)
  }
}

/// Of the Jupyter messaging protocol: the first with subshells.
package let protocolVersion = "5.5"
