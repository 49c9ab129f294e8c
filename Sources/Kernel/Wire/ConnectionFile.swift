import Files
import Foundation
import JSON

/// Where a front end expects its kernel: five addresses and the key of the signatures.
package struct ConnectionFile: Equatable {
  package enum Channel: String, CaseIterable, Sendable {
    case shell, control, stdin, iopub, heartbeat

    var field: String { self == .heartbeat ? "hb_port" : "\(rawValue)_port" }
  }

  let transport: String
  let ip: String
  let ports: [Channel: Int]
  let key: [UInt8]

  private static let largest = 64 << 10

  package init(path: String) throws(KernelError) {
    func fault(_ problem: KernelError.ConnectionProblem) -> KernelError {
      .connectionFile(path: path, problem: problem)
    }
    let data: [UInt8]
    do throws(FileError) {
      data = try StreamedFile.bytes(
        of: URL(fileURLWithPath: path), limit: Self.largest, isInterrupted: { false })
    } catch {
      throw fault(.unreadable(error.reason))
    }
    let value: JSONValue
    do throws(JSONFault) {
      value = try JSONValue(parsing: data)
    } catch {
      throw fault(.notJSON(error.description))
    }
    func text(_ name: String) throws(KernelError) -> String {
      guard let text = value[name]?.string else { throw fault(.missing(field: name)) }
      return text
    }
    transport = try text("transport")
    ip = try text("ip")
    key = Array(try text("key").utf8)
    guard ["tcp", "ipc"].contains(transport) else { throw fault(.transport(transport)) }
    let scheme = try text("signature_scheme")
    // An empty key asks for no signatures, whatever their scheme.
    guard scheme == "hmac-sha256" || key.isEmpty else { throw fault(.signatureScheme(scheme)) }
    var ports: [Channel: Int] = [:]
    for channel in Channel.allCases {
      guard let port = value[channel.field]?.int, (1...65535).contains(port) else {
        throw fault(.port(field: channel.field))
      }
      ports[channel] = port
    }
    self.ports = ports
  }

  func address(_ channel: Channel) -> String {
    let port = ports[channel]!
    return transport == "ipc" ? "ipc://\(ip)-\(port)" : "tcp://\(ip):\(port)"
  }
}
