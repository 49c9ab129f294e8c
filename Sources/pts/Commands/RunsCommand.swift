import ArgumentParser

/// `pts runs`: the runs that were kept.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List, show or clear the runs that were kept.",
    subcommands: [List.self, Show.self, Clear.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the runs, the newest first.")

    @Option(help: "Only runs of this name.")
    var name: String?

    func run() throws {
      try RunsCommand.finish(CommandContext().runPages.list(name))
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show all about one run.")

    @Argument(help: "The first digits of the run's id, as the list has it.")
    var id: String

    func run() throws {
      try RunsCommand.finish(CommandContext().runPages.show(id))
    }
  }

  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "clear", abstract: "Remove every run that doesn't train right now.")

    @Option(help: "Only runs of this name.")
    var name: String?

    func run() throws {
      try RunsCommand.finish(CommandContext().runPages.clear(name))
    }
  }

  private static func finish(_ isGood: Bool) throws {
    if !isGood { throw ExitCode(ExitStatus.failure) }
  }
}
