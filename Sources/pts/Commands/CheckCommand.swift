import ArgumentParser
import Bindings
import Diagnostics
import Notebooks

/// `pts check FILE…`: every error of the files, and nothing run.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Find every error without running anything.",
    usage: "pts check FILE.pts …",
    discussion: """
      Data and models are looked at, nothing trains and nothing is written. The exit status is 1 \
      where there are errors.

      Examples:
        pts check mood.pts
        pts check *.pts
        generate.sh | pts check -
      """)

  @Argument(
    help: ArgumentHelp("Scripts, or - for stdin.", valueName: "file"),
    completion: .file(extensions: ["pts"]))
  var files: [String]

  func run() throws {
    try ScriptFile.each(files) { _, file, context in
      context.session.arguments = []
      guard context.session.check(file: file) else { return ExitStatus.failure }
      let remark = Self.remark(context.session.host.unchecked)
      context.emit(.stdout("\(file.name): no errors\(remark)\n"))
      return ExitStatus.success
    }
  }

  /// The parts that only a run can check.
  private static func remark(_ unchecked: [Unchecked]) -> String {
    guard !unchecked.isEmpty else { return "" }
    return "; known only when it runs: " + unchecked.map(\.phrase).joined(separator: ", ")
  }
}
