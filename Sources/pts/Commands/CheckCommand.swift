import ArgumentParser
import Bindings
import Diagnostics
import Notebooks

/// `pts check FILE…`: every error of the files, and nothing run.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Find every error without running anything.",
    usage: "pts check FILE.pts …")

  @Argument(help: ArgumentHelp("Scripts, or - for stdin.", valueName: "file"))
  var files: [String]

  func run() throws {
    var status = ExitStatus.success
    for name in files {
      // Each file by itself: one file's names aren't defined in the next.
      let context = CommandContext(script: name)
      context.session.arguments = []
      do throws(ScriptFileError) {
        let file = try name == "-" ? ScriptFile.readPipe() : ScriptFile.read(name)
        if context.session.check(file: file) {
          let remark = Self.remark(context.session.host.unchecked)
          context.emit(.stdout("\(file.name): no errors\(remark)\n"))
        } else {
          status = max(status, ExitStatus.failure)
        }
      } catch {
        let error = CommandError.script(error)
        context.emit(.diagnostics([error.diagnostic]))
        status = max(status, error.status)
      }
    }
    throw ExitCode(status)
  }

  /// The parts that only a run can check.
  private static func remark(_ unchecked: [Unchecked]) -> String {
    guard !unchecked.isEmpty else { return "" }
    return "; known only when it runs: " + unchecked.map(\.phrase).joined(separator: ", ")
  }
}
