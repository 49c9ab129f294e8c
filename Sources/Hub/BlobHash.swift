import Crypto
import Files
import Foundation

/// The hash that a blob is named by, taken while its bytes arrive: SHA-256 for a file of the large
/// store, else SHA-1 over git's header and the bytes.
enum BlobHash {
  case sha256(SHA256)
  case git(Insecure.SHA1)

  /// - Parameters:
  ///   - name: 64 digits or 40.
  ///   - size: of the whole file; git's header holds it.
  init(like name: String, size: Int) {
    if name.utf8.count == 64 {
      self = .sha256(SHA256())
    } else {
      var hash = Insecure.SHA1()
      hash.update(data: Data("blob \(size)\0".utf8))
      self = .git(hash)
    }
  }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    switch self {
    case .sha256(var hash):
      hash.update(bufferPointer: bytes)
      self = .sha256(hash)
    case .git(var hash):
      hash.update(bufferPointer: bytes)
      self = .git(hash)
    }
  }

  var text: String {
    switch self {
    case .sha256(let hash): hash.finalize().hexadecimal
    case .git(let hash): hash.finalize().hexadecimal
    }
  }
}
