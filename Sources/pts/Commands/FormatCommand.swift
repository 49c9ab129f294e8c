import ArgumentParser
import Diagnostics
import Files
import Foundation
import Notebooks
import Syntax

/// `pts format FILE…`: the one style, written back, or only asked for.
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format", abstract: "Write scripts in the one style.",
    usage: "pts format [--check] FILE.pts …",
    discussion: """
      Only space, indentation and blank lines change; `-` formats stdin to stdout. With --check \
      nothing is written: the files that aren't formatted are named, and the exit status is 1.

      Examples:
        pts format mood.pts
        pts format --check *.pts
        pts format - < draft.pts
      """)

  @Flag(help: "Name the files that aren't formatted instead of writing them.")
  var check = false

  @ArgumentParser.Argument(
    help: ArgumentHelp("Scripts, or - for stdin.", valueName: "file"),
    completion: .file(extensions: ["pts"]))
  var files: [String]

  func run() throws {
    try ScriptFile.each(files) { name, file, context in
      let faults = Parser.parse(file).diagnostics.filter { $0.severity == .error }
      guard faults.isEmpty else {
        context.emit(.diagnostics(faults))
        return ExitStatus.failure
      }
      let text = Formatter.format(file)
      let isFormatted = text == file.text
      if check {
        if !isFormatted { context.emit(.stdout("\(name)\n")) }
        return isFormatted ? ExitStatus.success : ExitStatus.failure
      }
      if name == "-" {
        context.emit(.stdout(text))
        return ExitStatus.success
      }
      return isFormatted || write(text, to: name, context) ? ExitStatus.success : ExitStatus.failure
    }
  }

  private func write(_ text: String, to name: String, _ context: CommandContext) -> Bool {
    do throws(FileError) {
      try AtomicFile.write(Data(text.utf8), to: URL(fileURLWithPath: name))
      context.emit(.notice("formatted \(name)"))
      return true
    } catch {
      context.emit(.diagnostics([Diagnostic("`\(name)` \(error.clause)")]))
      return false
    }
  }
}
