import Files
import Foundation
import Syntax

/// A file as it was when a script read it.
package final class InputFile {
  package let url: URL
  private var stamp: FileStamp
  /// SHA-256 of its bytes; nil for a file that is too large to be read once more.
  package let digest: String?
  /// A script's, without comments and blanks: others mean the same.
  private let code: CodeText?

  private static let digestLimit = 256 << 20

  /// Nil where there is no regular file.
  init?(_ url: URL) {
    guard !StreamedFile.isStream(url), let stamp = FileStamp(url) else { return nil }
    self.url = url
    self.stamp = stamp
    if stamp.size > Self.digestLimit {
      (digest, code) = (nil, nil)
    } else {
      // What can't be mapped is no regular file, and can't be compared later.
      guard let digest = try? MappedFile.digest(url) else { return nil }
      self.digest = digest
      code = Self.code(of: url)
    }
  }

  private static func code(of url: URL) -> CodeText? {
    guard url.pathExtension == "pts", let data = try? MappedFile.data(url) else { return nil }
    return CodeText(String(decoding: data, as: UTF8.self))
  }

  /// Whether another reading of it found the same.
  package func isSame(as other: InputFile) -> Bool {
    guard url == other.url, digest != nil else { return false }
    return digest == other.digest || (code != nil && code == other.code)
  }

  /// Whether it has other bytes now, or for a script other code; a file that was only touched, or
  /// written again as it was, hasn't changed.
  package var hasChanged: Bool {
    let now = FileStamp(url)
    if now == stamp { return false }
    guard let now, digest != nil, now.size <= Self.digestLimit,
      code.map({ $0 == Self.code(of: url) }) ?? ((try? MappedFile.digest(url)) == digest)
    else { return true }
    stamp = now
    return false
  }
}
