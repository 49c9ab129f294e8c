import Foundation
import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1, with a thread for each connection.
package final class LoopbackServer: Sendable {
  package struct Request: Sendable {
    package let method: String
    /// As it was sent, with its escapes and its query.
    package let path: String
    /// By lower-case name.
    package let fields: [String: String]
  }

  package struct Reply: Sendable {
    package var status: Int
    package var fields: [String: String]
    package var body: Data
    /// Breaks the connection after this many bytes of the body.
    package var cut: Int?
    /// Waits so long before each piece of the body, in microseconds.
    package var pause: UInt32 = 0
    package var piece = 1 << 16

    package init(_ status: Int, _ fields: [String: String] = [:], body: Data = Data()) {
      self.status = status
      self.fields = fields
      self.body = body
    }
  }

  package let port: UInt16
  private let listener: Int32
  private let handler: @Sendable (Request) -> Reply
  private let seen = Mutex<[Request]>([])

  package init(_ handler: @escaping @Sendable (Request) -> Reply) throws {
    self.handler = handler
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, pointer, &length) == 0
      }
    }
    guard isOpen else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in accept() }
  }

  package var address: String { "http://127.0.0.1:\(port)" }

  /// What was asked so far.
  package var requests: [Request] { seen.withLock { $0 } }

  /// Refuses every further connection.
  package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func accept() {
    while true {
      let connection = Foundation.accept(listener, nil, nil)
      if connection < 0, errno == EINTR { continue }
      guard connection >= 0 else { break }
      Thread.detachNewThread { [self] in serve(connection) }
    }
    close(listener)
  }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    // A head and its body go out at once.
    var on: Int32 = 1
    setsockopt(
      connection, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    var pending = Data()
    while let request = read(connection, &pending) {
      seen.withLock { $0.append(request) }
      let reply = handler(request)
      var head = "HTTP/1.1 \(reply.status) Said\r\n"
      for (name, value) in reply.fields { head += "\(name): \(value)\r\n" }
      if reply.fields["Content-Length"] == nil { head += "Content-Length: \(reply.body.count)\r\n" }
      guard send(connection, Data((head + "\r\n").utf8)) else { return }
      if request.method == "HEAD" { continue }
      var rest = reply.body.prefix(reply.cut ?? reply.body.count)
      while !rest.isEmpty {
        if reply.pause > 0 { usleep(reply.pause) }
        guard send(connection, rest.prefix(reply.piece)) else { return }
        rest = rest.dropFirst(reply.piece)
      }
      if reply.cut != nil { return }
    }
  }

  private func read(_ connection: Int32, _ pending: inout Data) -> Request? {
    let end = Data("\r\n\r\n".utf8)
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      if let range = pending.range(of: end) {
        let lines = String(decoding: pending[..<range.lowerBound], as: UTF8.self)
          .components(separatedBy: "\r\n")
        pending = Data(pending[range.upperBound...])
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
          guard let colon = line.firstIndex(of: ":") else { continue }
          fields[line[..<colon].lowercased()] =
            line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        return Request(method: String(words[0]), path: String(words[1]), fields: fields)
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      pending += buffer[..<count]
    }
  }

  private func send(_ connection: Int32, _ data: Data) -> Bool {
    data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = Foundation.send(
          connection, bytes.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
  }
}
