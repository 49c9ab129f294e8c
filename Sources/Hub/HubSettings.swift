import Foundation

/// Where the cache lies, which server is used and as whom: what Hugging Face's libraries read from
/// the environment, read by the same rules.
package struct HubSettings: Sendable {
  /// The folder of `models--owner--name`.
  package var cache: URL
  /// Without a slash at the end.
  package var endpoint: String
  package var isOffline: Bool
  /// How long the first answer and how long the next byte may take, in seconds.
  package var answerSeconds = 10
  package var stallSeconds = 10
  /// The pause before the second attempt, in seconds; each further one is twice as long, up to eight.
  package var firstPause = 1.0
  /// A PEM file in place of the system's authorities.
  package var authorities: String?

  private let namedToken: String?
  private let tokenFile: URL

  package init(environment: [String: String]) {
    func value(_ names: String...) -> String? {
      names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    func path(_ text: String) -> URL {
      URL(fileURLWithPath: Self.expanded(text, environment), isDirectory: true)
    }
    func seconds(_ name: String, _ usual: Int) -> Int {
      value(name).flatMap { Int($0) }.map { max(1, $0) } ?? usual
    }
    let home = path(
      value("HF_HOME") ?? (value("XDG_CACHE_HOME") ?? "~/.cache") + "/huggingface")
    cache =
      value("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE").map(path)
      ?? home.appendingPathComponent("hub", isDirectory: true)
    var endpoint = value("HF_ENDPOINT") ?? "https://huggingface.co"
    while endpoint.hasSuffix("/") { endpoint.removeLast() }
    self.endpoint = endpoint
    isOffline = Self.isTrue(value("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"))
    answerSeconds = seconds("HF_HUB_ETAG_TIMEOUT", answerSeconds)
    stallSeconds = seconds("HF_HUB_DOWNLOAD_TIMEOUT", stallSeconds)
    authorities = value("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
    namedToken = Self.clean(value("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"))
    tokenFile =
      value("HF_TOKEN_PATH").map(path) ?? home.appendingPathComponent("token", isDirectory: false)
  }

  /// The token that the server is shown; read when it is first needed.
  func token() -> String? {
    if let namedToken { return namedToken }
    guard let data = try? Data(contentsOf: tokenFile), data.count < 1 << 16 else { return nil }
    return Self.clean(String(decoding: data, as: UTF8.self))
  }

  private static func isTrue(_ text: String?) -> Bool {
    ["1", "ON", "YES", "TRUE"].contains(text?.uppercased())
  }

  /// Nil for what doesn't fit in one line of a request.
  private static func clean(_ token: String?) -> String? {
    guard let token else { return nil }
    let text = token.replacingOccurrences(of: "\r", with: "")
      .replacingOccurrences(of: "\n", with: "").trimmingCharacters(in: .whitespaces)
    return text.isEmpty || !text.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? nil : text
  }

  /// `~`, `$NAME` and `${NAME}` as Python's `expanduser` and `expandvars` read them.
  private static func expanded(_ path: String, _ environment: [String: String]) -> String {
    var text = path
    if text == "~" || text.hasPrefix("~/") {
      text = (environment["HOME"] ?? NSHomeDirectory()) + text.dropFirst()
    }
    guard text.contains("$") else { return text }
    return text.replacing(/\$(?:\{([^}]*)\}|([A-Za-z0-9_]+))/) { match in
      let name = match.output.1 ?? match.output.2 ?? ""
      return environment[String(name)] ?? String(match.output.0)
    }
  }
}
