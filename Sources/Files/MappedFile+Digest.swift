import Crypto
import Foundation

extension MappedFile {
  /// SHA-256 of a file's bytes: what shows that it is still the one it was.
  package static func digest(_ url: URL) throws(FileError) -> String {
    let file = try MappedFile(url)
    var hash = SHA256()
    withExtendedLifetime(file) { hash.update(bufferPointer: file.bytes) }
    return hash.finalize().hexadecimal
  }
}

extension Digest {
  package var hexadecimal: String {
    map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
