import Files
import Foundation

/// A file as it was when a script read it.
package final class InputFile {
  package let url: URL
  private var stamp: FileStamp
  /// SHA-256 of its bytes; nil for a file that is too large to be read once more.
  package let digest: String?

  private static let digestLimit = 256 << 20

  /// Nil where there is no regular file.
  init?(_ url: URL) {
    guard !StreamedFile.isStream(url), let stamp = FileStamp(url) else { return nil }
    self.url = url
    self.stamp = stamp
    if stamp.size > Self.digestLimit {
      digest = nil
    } else {
      // What can't be mapped is no regular file, and can't be compared later.
      guard let digest = try? MappedFile.digest(url) else { return nil }
      self.digest = digest
    }
  }

  /// Whether another reading of it found the same bytes.
  package func isSame(as other: InputFile) -> Bool {
    url == other.url && digest != nil && digest == other.digest
  }

  /// Whether its bytes are others now; a file that was only touched, or written again as it was,
  /// hasn't changed.
  package var hasChanged: Bool {
    let now = FileStamp(url)
    if now == stamp { return false }
    guard let now, let digest, now.size == stamp.size,
      let current = try? MappedFile.digest(url), current == digest
    else { return true }
    stamp = now
    return false
  }
}
