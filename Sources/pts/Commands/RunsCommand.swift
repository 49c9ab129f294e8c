import ArgumentParser
import Bindings
import Diagnostics
import Foundation
import Notebooks
import Script

/// `pts runs`: the runs that were kept.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List, show, compare, save, pin or clear the runs that were kept.",
    discussion: """
        pts runs                                  all of them, the newest first
        pts runs show febe335b                    one, by the first digits of its id or by its name
        pts runs show first --csv > first.csv     its curves for other programs
        pts runs compare febe335b 51e81ce8        what differed, and what came out
        pts runs save febe335b mood               the adapter folder that its `save` writes
        pts runs tensorboard logs                 all curves as event files
        pts runs pin febe335b                     kept when runs are cleared
        pts runs clear --older 30d                remove what is older
      """,
    subcommands: [
      List.self, Show.self, Compare.self, Save.self, Events.self, Pin.self, Unpin.self, Clear.self,
    ], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the runs, the newest first, and the size of the store.",
      discussion: """
        Examples:
          pts runs list
          pts runs list --name first
        """)

    @Option(help: "Only runs of this name.")
    var name: String?

    @Flag(help: "Only ids and names, a line each.")
    var ids = false

    func run() throws {
      let pages = CommandContext().runPages
      try RunsCommand.finish(ids ? pages.listNames(name) : pages.list(name))
    }
  }

  /// How a run is named, in each subcommand that takes one.
  static let id = ArgumentHelp("The first digits of the run's id, or its name: its latest run.")
  static let ids = CompletionKind.shellCommand("pts runs list --ids")

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show all about one run.",
      discussion: """
        Examples:
          pts runs show febe335b
          pts runs show first --csv > first.csv
        """)

    @Argument(help: RunsCommand.id, completion: RunsCommand.ids)
    var id: String

    @Flag(help: "As one line of JSON, curves included.")
    var json = false

    @Flag(help: "Its curves as CSV, a line a step.")
    var csv = false

    @Option(
      help: ArgumentHelp("Write its curves as event files.", valueName: "folder"),
      completion: .directory)
    var tensorboard: String?

    func run() throws {
      let pages = CommandContext().runPages
      if let tensorboard {
        return try RunsCommand.finish(
          pages.writeEvents([id], to: URL(fileURLWithPath: tensorboard, isDirectory: true)))
      }
      try RunsCommand.finish(
        csv ? pages.showCSV(id) : json ? pages.showJSON(id) : pages.show(id))
    }

    func validate() throws {
      guard [json, csv, tensorboard != nil].count(where: { $0 }) < 2 else {
        throw ValidationError("--json, --csv and --tensorboard each give one form; choose one")
      }
    }
  }

  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "compare", abstract: "Show in which settings runs differ, and what came out.",
      discussion: """
        Example:
          pts runs compare febe335b 51e81ce8
        """)

    @Argument(help: RunsCommand.id, completion: RunsCommand.ids)
    var ids: [String]

    func run() throws {
      try RunsCommand.finish(CommandContext().runPages.compare(ids))
    }

    func validate() throws {
      guard ids.count > 1 else { throw ValidationError("name at least two runs to compare") }
    }
  }

  struct Save: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "save", abstract: "Write what a run has learned as a folder that PEFT loads.",
      discussion: """
        Example:
          pts runs save febe335b mood
        """)

    @Argument(help: RunsCommand.id, completion: RunsCommand.ids)
    var id: String

    @Argument(help: "The folder.", completion: .directory)
    var folder: String

    func run() throws {
      let context = CommandContext()
      let path = URL(fileURLWithPath: folder).path
      let ending = context.session.run(
        input: "run(\(Value.string(id).source)).save(\(Value.string(path).source))")
      throw ExitCode(ExitStatus.of(ending))
    }
  }

  struct Events: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "tensorboard",
      abstract: "Write the curves of runs as TensorBoard's event files.",
      discussion: """
        Examples:
          pts runs tensorboard logs
          pts runs tensorboard logs first
        """
    )

    @Argument(help: "The folder.", completion: .directory)
    var folder: String

    @Argument(
      help: ArgumentHelp("Which runs; all where none is named.", valueName: "id"),
      completion: RunsCommand.ids)
    var ids: [String] = []

    func run() throws {
      try RunsCommand.finish(
        CommandContext().runPages.writeEvents(
          ids, to: URL(fileURLWithPath: folder, isDirectory: true)))
    }
  }

  struct Pin: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pin", abstract: "Keep a run when runs are cleared.",
      discussion: """
        Example:
          pts runs pin febe335b
        """)

    @Argument(help: RunsCommand.id, completion: RunsCommand.ids)
    var id: String

    func run() throws { try RunsCommand.finish(CommandContext().runPages.pin(id, true)) }
  }

  struct Unpin: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "unpin", abstract: "Let a run be cleared again.",
      discussion: """
        Example:
          pts runs unpin febe335b
        """)

    @Argument(help: RunsCommand.id, completion: RunsCommand.ids)
    var id: String

    func run() throws { try RunsCommand.finish(CommandContext().runPages.pin(id, false)) }
  }

  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "clear",
      abstract: "Remove every run that doesn't train right now and isn't pinned.",
      discussion: """
        Examples:
          pts runs clear --older 30d
          pts runs clear --name first
        """)

    @Option(help: "Only runs of this name.")
    var name: String?

    @Option(help: ArgumentHelp("Only what is older: 30d, 12h, 2w.", valueName: "age"))
    var older: Age?

    func run() throws {
      try RunsCommand.finish(CommandContext().runPages.clear(name, olderThan: older?.seconds))
    }
  }

  /// `30d`.
  struct Age: ExpressibleByArgument {
    let seconds: Double

    init?(argument: String) {
      let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400]
      guard let unit = argument.last.flatMap({ units[$0] }),
        let count = Double(argument.dropLast()), count >= 0, count.isFinite
      else { return nil }
      seconds = count * unit
    }
  }

  private static func finish(_ isGood: Bool) throws {
    if !isGood { throw ExitCode(ExitStatus.failure) }
  }
}
