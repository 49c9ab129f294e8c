/// The name of a model on the hub: `owner/name`, or a bare `name` as the oldest ones have it.
package struct RepositoryID: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  /// Nil for what the hub would not accept as a name; whatever passes is safe in paths and addresses.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy(Self.isName),
      !text.contains("--"), !text.contains(".."), !text.hasSuffix(".git")
    else { return nil }
    description = text
  }

  /// Whether it has an owner, as every model has that was made since names have owners.
  package var hasOwner: Bool { description.contains("/") }

  /// The folder of the cache that holds it: `models--owner--name`.
  package var folderName: String {
    "models--" + description.split(separator: "/").joined(separator: "--")
  }

  /// The repository that a folder of the cache holds; nil for other folders.
  init?(folderName: String) {
    guard folderName.hasPrefix("models--") else { return nil }
    self.init(folderName.dropFirst("models--".count).split(separator: "--").joined(separator: "/"))
  }

  private static func isName(_ part: Substring.UTF8View.SubSequence) -> Bool {
    guard let first = part.first, let last = part.last, part.count <= 96 else { return false }
    return isWordByte(first) && isWordByte(last)
      && part.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
