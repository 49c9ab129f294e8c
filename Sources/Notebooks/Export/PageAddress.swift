import Foundation

/// Addresses of links in prose that anybody may have written.
package enum PageAddress {
  /// Whether following it can do no more than open a page or a file: no `javascript:`, no `data:`.
  static func isSafe(_ address: String) -> Bool {
    guard !address.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) else {
      return false
    }
    guard let colon = address.firstIndex(of: ":") else { return true }
    let scheme = address[..<colon]
    if scheme.contains(where: { "/?#".contains($0) }) { return true }
    return ["http", "https", "mailto"].contains(scheme.lowercased())
  }

  /// A path beside the document; nil for anything with a scheme, and for absolute paths.
  package static func relativePath(_ address: String) -> String? {
    let path = address.prefix { $0 != "#" && $0 != "?" }
    guard !path.isEmpty, path.first != "/", path.first != "~", !path.contains(":") else {
      return nil
    }
    return path.removingPercentEncoding
  }
}
