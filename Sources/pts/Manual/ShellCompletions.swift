/// What a shell offers while a `pts` command is typed.
struct ShellCompletions {
  enum Shell: String, CaseIterable { case bash, zsh, fish }

  let root: CommandDescription

  func script(for shell: Shell) -> String {
    switch shell {
    case .bash: BashCompletions(places: places).text
    case .zsh: ZshCompletions(places: places).text
    case .fish: FishCompletions(places: places).text
    }
  }

  /// A command while its words are typed, the default subcommand's in it.
  struct Place {
    /// `/runs/show`; empty for the program itself.
    let path: String
    let options: [CommandDescription.Argument]
    /// Subcommands, which come before any other word.
    let commands: [(name: String, doc: String)]
    let positional: CommandDescription.Argument.Completion
    /// Whether any file may come after the first word: a script's own arguments.
    let takesRest: Bool

    /// Options that a value follows, by name.
    var values: [(name: String, completion: CommandDescription.Argument.Completion)] {
      options.filter { $0.kind == .option }.flatMap { option in
        option.names.map { ($0, option.completion) }
      }
    }
  }

  private var places: [Place] {
    root.all.map { command in
      let fallback = command.fallback
      let positionals = command.positionals + (fallback?.positionals ?? [])
      return Place(
        path: command.path.map { "/" + $0 }.joined(),
        options: ((fallback?.options ?? []) + command.options).unique,
        commands: command.subcommands.map { ($0.path.last ?? "", $0.doc) },
        positional: positionals.first?.completion ?? .none,
        takesRest: fallback != nil && positionals.first?.isRepeating == true)
    }
  }

  /// In single quotes, as bash and zsh read them.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
