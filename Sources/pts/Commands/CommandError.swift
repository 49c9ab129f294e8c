import Diagnostics
import Notebooks

/// Why the command has nothing to run.
enum CommandError: Error {
  case script(ScriptFileError)
  case unknownOption(String)
  case shellOfSeveral

  var status: Int32 {
    switch self {
    case .script(.undecodable): ExitStatus.failure
    case .script(.interrupted): ExitStatus.interrupted
    default: ExitStatus.usage
    }
  }

  var diagnostic: Diagnostic {
    switch self {
    case .script(let error):
      error.diagnostic(
        commands: PTSCommand.configuration.subcommands.compactMap { $0.configuration.commandName })
    case .unknownOption(let name):
      Diagnostic(
        "there is no option `\(name)`",
        hint: Suggestion.question(for: name, among: ["--resume", "--force", "--help", "--version"])
          ?? "`pts --help` lists them; `pts ./\(name)` runs a file of that name")
    case .shellOfSeveral:
      Diagnostic(
        "the shell needs a single process", hint: "name a script, or `-` for one from a pipe")
    }
  }
}
