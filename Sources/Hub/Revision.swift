/// A state of a repository: a branch, a tag, a commit, or a reference such as `refs/pr/1`.
package struct Revision: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  package static let main = Revision("main")!

  /// Nil for what git would not accept as a reference; whatever passes is safe in a path.
  package init?(_ text: String) {
    let forbidden: Set<Character> = [" ", "~", "^", ":", "?", "*", "[", "\\", "\u{7F}"]
    guard text.utf8.count <= 200, !text.contains(".."), !text.contains("@{"),
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 }),
      !text.contains(where: forbidden.contains)
    else { return nil }
    for part in text.split(separator: "/", omittingEmptySubsequences: false) {
      if part.isEmpty || part.hasPrefix(".") || part.hasSuffix(".") || part.hasSuffix(".lock") {
        return nil
      }
    }
    description = text
  }

  /// Whether it names one state for ever: 40 digits.
  package var isCommit: Bool { Commit.isOne(description) }
}

/// What git calls a state: the SHA-1 of 40 lower-case digits.
enum Commit {
  static func isOne(_ text: some StringProtocol) -> Bool { text.isHexadecimal(digits: 40) }
}

extension StringProtocol {
  /// Whether it is that many lower-case hexadecimal digits and nothing else.
  func isHexadecimal(digits: Int) -> Bool {
    utf8.count == digits
      && utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }
}
