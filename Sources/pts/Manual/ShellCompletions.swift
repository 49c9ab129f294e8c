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
    /// Of the first word that isn't a subcommand, the second and so on.
    let positionals: [CommandDescription.Argument.Completion]
    /// Whether the last of them repeats.
    let repeatsLast: Bool

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
      var positionals = (command.positionals + (fallback?.positionals ?? [])).map(\.completion)
      // After a script come its own arguments, which may be any file.
      if fallback?.positionals.first?.isRepeating == true { positionals.append(.files([])) }
      return Place(
        path: command.path.map { "/" + $0 }.joined(),
        options: ((fallback?.options ?? []) + command.options).unique,
        commands: command.subcommands.map { ($0.path.last ?? "", $0.doc) },
        positionals: positionals,
        repeatsLast: (command.positionals + (fallback?.positionals ?? [])).last?.isRepeating
          ?? false
      )
    }
  }

  /// The options that a value follows, of all commands.
  static func valueNames(_ places: [Place]) -> [String] {
    Set(places.flatMap { $0.values.map(\.name) }).sorted()
  }

  /// In single quotes, as bash and zsh read them.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
