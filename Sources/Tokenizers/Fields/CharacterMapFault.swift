/// Why a precompiled normalization is refused.
package enum CharacterMapFault: Error, Equatable, Sendable {
  case notBase64
  case tooShort(length: Int)
  case trieSize(Int, available: Int)
  case invalidUTF8
  case replacementTooLong(limit: Int)
}

extension CharacterMapFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notBase64: "should be base64"
    case .tooShort(let length): "is only \(length) bytes long"
    case .trieSize(let size, let available):
      "says that its trie has \(size) bytes, \(available) are there"
    case .invalidUTF8: "has replacements that are not UTF-8"
    case .replacementTooLong(let limit): "has a replacement of more than \(limit) bytes"
    }
  }
}
