import JSON

/// What a command takes, as `--help` has it: the one source of the manual page and of the shells'
/// completions.
struct CommandDescription {
  struct Argument {
    enum Kind { case positional, option, flag }
    /// What a shell offers for the value.
    enum Completion: Equatable {
      case none
      /// Files of these extensions, or of any where there are none; and folders.
      case files([String])
      case folders
      case words([String])
      /// The lines that a shell command prints.
      case lines(String)
    }

    let kind: Kind
    /// `--check`, `-i`; none of a positional.
    let names: [String]
    let valueName: String
    let doc: String
    let isOptional: Bool
    let isRepeating: Bool
    let completion: Completion
  }

  /// The words after `pts`: none for the program itself, `["runs", "show"]`.
  let path: [String]
  let doc: String
  let discussion: String
  let arguments: [Argument]
  let subcommands: [CommandDescription]
  /// What runs where no subcommand is named.
  let defaultSubcommand: String?

  /// The command's words, from the program's name on.
  var title: String { (["pts"] + path).joined(separator: " ") }

  /// Itself and all below, in order.
  var all: [CommandDescription] { [self] + subcommands.flatMap(\.all) }

  var options: [Argument] { arguments.filter { $0.kind != .positional } }
  var positionals: [Argument] { arguments.filter { $0.kind == .positional } }

  /// The command that runs where no subcommand is named, if it has one.
  var fallback: CommandDescription? {
    subcommands.first { $0.path.last == defaultSubcommand && defaultSubcommand != nil }
  }

  /// - Parameter dump: what swift-argument-parser writes of a command and all below it.
  init(dump: String) throws(JSONFault) {
    let root = try JSONValue(parsing: Array(dump.utf8))
    self.init(root["command"] ?? .null, path: [])
  }

  private init(_ command: JSONValue, path: [String]) {
    self.path = path
    doc = command["abstract"]?.string ?? ""
    discussion = command["discussion"]?.string ?? ""
    defaultSubcommand = command["defaultSubcommand"]?.string
    arguments = (command["arguments"]?.array ?? [])
      .filter { $0["shouldDisplay"]?.bool ?? true }.map(Argument.init)
    subcommands = (command["subcommands"]?.array ?? []).compactMap { command in
      guard command["shouldDisplay"]?.bool ?? true, let name = command["commandName"]?.string,
        name != "help"
      else { return nil }
      return CommandDescription(command, path: path + [name])
    }
  }
}

extension CommandDescription.Argument {
  init(_ argument: JSONValue) {
    kind =
      switch argument["kind"]?.string {
      case "positional": .positional
      case "flag": .flag
      default: .option
      }
    names = (argument["names"]?.array ?? []).compactMap { name in
      guard let word = name["name"]?.string else { return nil }
      return (name["kind"]?.string == "long" ? "--" : "-") + word
    }
    valueName = argument["valueName"]?.string ?? "value"
    doc = argument["abstract"]?.string ?? ""
    isOptional = argument["isOptional"]?.bool ?? false
    isRepeating = argument["isRepeating"]?.bool ?? false
    let kind = argument["completionKind"]
    if let file = kind?["file"] {
      completion = .files(file["extensions"]?.array?.compactMap(\.string) ?? [])
    } else if kind?["directory"] != nil {
      completion = .folders
    } else if let command = kind?["shellCommand"]?["command"]?.string {
      completion = .lines(command)
    } else if let words = (kind?["list"]?["values"] ?? argument["allValues"])?.array {
      completion = .words(words.compactMap(\.string))
    } else {
      completion = .none
    }
  }
}
