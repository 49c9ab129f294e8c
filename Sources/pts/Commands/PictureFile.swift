import Files
import Foundation
import Notebooks

/// Pictures that a script's prose shows, put into the document.
enum PictureFile {
  /// A larger one would make a page that nobody can open.
  private static let longest = 8 << 20
  private static let types = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "svg": "image/svg+xml",
  ]

  /// A `data:` address that holds the picture; nil where the address isn't that of a picture file
  /// beside the script or further down.
  static func dataAddress(_ address: String, beside script: String?) -> String? {
    guard let script, let path = PageAddress.relativePath(address) else { return nil }
    let folder = URL(fileURLWithPath: script).deletingLastPathComponent()
    let url = folder.appendingPathComponent(path).standardizedFileURL
    guard url.path.hasPrefix(folder.standardizedFileURL.path + "/"),
      let type = types[url.pathExtension.lowercased()], !StreamedFile.isStream(url),
      let bytes = try? StreamedFile.bytes(of: url, limit: longest, isInterrupted: { false })
    else { return nil }
    return "data:\(type);base64," + Data(bytes).base64EncodedString()
  }
}
