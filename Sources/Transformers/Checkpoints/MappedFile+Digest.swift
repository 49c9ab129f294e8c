import Crypto
import Foundation

extension MappedFile {
  /// SHA-256 of a file's bytes: what shows that it is still the one it was.
  package static func digest(_ url: URL) throws -> String {
    let file = try MappedFile(url)
    var hash = SHA256()
    withExtendedLifetime(file) { hash.update(bufferPointer: file.bytes) }
    return hash.finalize().hexadecimal
  }
}
