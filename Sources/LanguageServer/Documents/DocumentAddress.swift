import Foundation

/// Documents by URI, as clients name them, and the paths of those that are files.
enum DocumentAddress {
  /// The path of a `file:` URI; nil for any other, such as a buffer that was never saved.
  static func path(_ uri: String) -> String? {
    guard let url = URL(string: uri), url.isFileURL, !url.path.isEmpty else { return nil }
    return url.standardizedFileURL.path
  }

  static func uri(ofPath path: String) -> String { URL(fileURLWithPath: path).absoluteString }
}
