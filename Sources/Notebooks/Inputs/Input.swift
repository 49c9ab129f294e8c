import Foundation

/// An input of a shell: code, a question or a command.
enum Input: Equatable {
  case code(String)
  /// The topic of `?name` or `name?`.
  case help(String)
  /// A word after a colon, and what follows it.
  case command(word: String, rest: String)

  /// - Parameter defines: whether a cell has defined a name, which is then no word of another shell.
  init(_ text: String, defines: (String) -> Bool) {
    if text.hasPrefix(":") {
      self = Self.command(text)
    } else if text.hasPrefix("?") {
      self = .help(String(text.dropFirst()))
    } else if text.hasSuffix("?"), text.dropLast().allSatisfy(Self.isPathCharacter) {
      self = .help(String(text.dropLast()))
    } else if let known = ForeignCommand(text), !defines(known.word) {
      self = .command(word: known.command.rawValue, rest: "")
    } else {
      self = .code(text)
    }
  }

  private static func command(_ text: String) -> Input {
    let words = text.dropFirst().split(
      maxSplits: 1, omittingEmptySubsequences: true, whereSeparator: \.isWhitespace)
    return .command(
      word: words.first.map(String.init) ?? "",
      rest: words.count > 1 ? words[1].trimmingCharacters(in: .whitespacesAndNewlines) : "")
  }

  private static func isPathCharacter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
  }
}

/// A word that leaves other shells or shows their help.
private struct ForeignCommand {
  let word: String
  let command: SessionCommand

  init?(_ text: String) {
    word = text.hasSuffix("()") ? String(text.dropLast(2)) : text
    switch word {
    case "exit", "quit": command = .quit
    case "help": command = .help
    default: return nil
    }
  }
}
