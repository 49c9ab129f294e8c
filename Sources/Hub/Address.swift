import Foundation

/// An address on a server, with the parts that decide whom a token is shown.
struct Address: Sendable {
  let url: URL
  private let scheme: String
  /// Whom it reaches; for messages.
  let host: String

  /// Nil for what isn't an HTTP or HTTPS URL.
  init?(_ text: String) {
    guard let url = URL(string: text) else { return nil }
    self.init(url)
  }

  private init?(_ url: URL) {
    guard let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let host = url.host, !host.isEmpty
    else { return nil }
    self.url = url
    self.scheme = scheme
    self.host = host.lowercased() + (url.port.map { ":\($0)" } ?? "")
  }

  var text: String { url.absoluteString }

  /// Whether both are on one server, by the same protocol: only there a token may travel.
  func hasOrigin(of other: Address) -> Bool {
    scheme == other.scheme && url.host?.lowercased() == other.url.host?.lowercased()
      && port == other.port
  }

  private var port: Int { url.port ?? (scheme == "https" ? 443 : 80) }

  /// Where a redirect leads; nil where it isn't a URL, or gives up the encryption.
  func following(_ location: String) -> Address? {
    guard let url = URL(string: location, relativeTo: url)?.absoluteURL, let next = Address(url),
      !(scheme == "https" && next.scheme == "http")
    else { return nil }
    return next
  }

  /// `path` below this address; its parts are escaped, its slashes kept.
  func appending(_ parts: String...) -> Address {
    let path = parts.map { part in
      part.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "/"):
          String(Unicode.Scalar(byte))
        default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
      }.joined()
    }.joined(separator: "/")
    return Address(text + "/" + path)!
  }
}
