/// The manual page, `man pts`, in roff's man macros.
struct ManualPage {
  let root: CommandDescription
  let version: String
  /// How each command is called, by its title.
  let usages: [String: String]

  var text: String {
    var text = ".TH PTS 1 \"\" \"pts \(Self.escaped(version))\" \"User Commands\"\n"
    text += ".SH NAME\npts \\- \(Self.escaped(sentence(root.doc)))\n"
    text += ".SH SYNOPSIS\n" + synopsis(root)
    text += ".SH DESCRIPTION\n" + prose(root.discussion)
    text +=
      ".SH OPTIONS\n" + (root.options + (root.fallback?.options ?? [])).unique.map(item).joined()
    text += ".SH COMMANDS\n"
    for command in root.subcommands.flatMap(\.all) where command.path != [root.defaultSubcommand] {
      text += ".SS \"\(Self.escaped(command.title))\"\n\(Self.escaped(command.doc))\n.PP\n"
      text += synopsis(command)
      if !command.discussion.isEmpty { text += ".PP\n" + prose(command.discussion) }
      let options = command.options.filter { option in
        !root.options.contains { $0.names == option.names }
      }
      text += (command.positionals + options).map(item).joined()
    }
    text += """
      .SH FILES
      .TP
      .I ~/.local/share/pts
      the runs that were kept, or where PTS_HOME says
      .TP
      .I ~/.local/state/pts/history.jsonl
      what was typed into the shell
      .TP
      .I ~/.cache/huggingface
      models of the hub, shared with Hugging Face's libraries (HF_HOME)
      .SH SEE ALSO
      .B pts reference
      prints every noun, field and function;
      .B ?name
      in the shell explains one.

      """
    return text
  }

  private func synopsis(_ command: CommandDescription) -> String {
    let usage = usages[command.title] ?? generated(command)
    return usage.split(separator: "\n").map { ".B \(Self.escaped(String($0)))\n" }
      .joined(separator: ".br\n")
  }

  /// The usage of a command that doesn't word its own.
  private func generated(_ command: CommandDescription) -> String {
    var words = [command.title]
    for option in command.options where !root.options.contains(where: { $0.names == option.names })
    {
      let value = option.kind == .option ? " <\(option.valueName)>" : ""
      let word = (option.names.last ?? "") + value
      words.append(option.isOptional ? "[\(word)]" : word)
    }
    if !command.subcommands.isEmpty { words.append("<subcommand>") }
    for argument in command.positionals {
      let word = "<\(argument.valueName)>" + (argument.isRepeating ? " ..." : "")
      words.append(argument.isOptional ? "[\(word)]" : word)
    }
    return words.joined(separator: " ")
  }

  private func item(_ argument: CommandDescription.Argument) -> String {
    let value = "\\fI\(Self.escaped(argument.valueName))\\fR"
    let head =
      switch argument.kind {
      case .positional: value
      case .flag: argument.names.map { "\\fB\(Self.escaped($0))\\fR" }.joined(separator: ", ")
      case .option:
        argument.names.map { "\\fB\(Self.escaped($0))\\fR \(value)" }.joined(separator: ", ")
      }
    return ".TP\n\(head)\n\(Self.escaped(argument.doc))\n"
  }

  /// Paragraphs, and indented lines as they are.
  private func prose(_ discussion: String) -> String {
    var blocks: [String] = []
    var block: [Substring] = []
    func close() {
      guard let first = block.first else { return }
      let isVerbatim = first.hasPrefix("  ")
      let lines = block.map { Self.escaped(String(isVerbatim ? $0.dropFirst(2) : $0)) + "\n" }
      blocks.append(isVerbatim ? ".nf\n.RS 4\n\(lines.joined()).RE\n.fi\n" : lines.joined())
      block = []
    }
    for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty || block.first.map({ $0.hasPrefix("  ") != line.hasPrefix("  ") }) ?? false {
        close()
      }
      if !line.isEmpty { block.append(line) }
    }
    close()
    return blocks.joined(separator: ".PP\n")
  }

  /// Without the capital and the full stop that `--help` has.
  private func sentence(_ doc: String) -> String {
    let text = doc.hasSuffix(".") ? String(doc.dropLast()) : doc
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// Text that roff takes as it is: no line begins a macro, and hyphens can be copied.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "…": escaped += "..."
      default: escaped.append(character)
      }
    }
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }
}

extension [CommandDescription.Argument] {
  /// One of each name.
  var unique: [Element] {
    enumerated().filter { index, argument in
      !self[..<index].contains { $0.names == argument.names }
    }.map(\.element)
  }
}
