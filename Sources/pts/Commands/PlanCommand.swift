import ArgumentParser
import Bindings
import Diagnostics
import Notebooks

/// `pts plan FILE…`: what each run would do, and nothing run.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Say which runs would train and which are cached, and for how long.",
    usage: "pts plan [--resume] [--force] FILE.pts …",
    discussion: """
      Each run is checked and looked up in the store without loading a model: it is cached, continues a \
      shorter one, or trains, and why, against the latest run of that name. Seconds are judged by the runs \
      that this machine has done.

        pts plan mood.pts
        pts plan --force mood.pts     as if nothing had been trained yet
      """)

  @Flag(name: .customLong("resume"), help: "As `pts --resume` would run it.")
  var resumes = false

  @Flag(name: .customLong("force"), help: "As `pts --force` would run it.")
  var forces = false

  @Argument(
    help: ArgumentHelp("Scripts, or - for stdin.", valueName: "file"),
    completion: .file(extensions: ["pts"]))
  var files: [String]

  func run() throws {
    try ScriptFile.each(files, resumes: resumes, forces: forces) { _, file, context in
      context.session.arguments = []
      guard context.session.check(file: file) else { return ExitStatus.failure }
      return context.runPages.plan(context.session.host) ? ExitStatus.success : ExitStatus.failure
    }
  }
}
