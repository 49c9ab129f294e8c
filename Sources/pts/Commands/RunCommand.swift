import ArgumentParser
import Diagnostics
import Notebooks
import Ranks

/// `pts [FILE]`: a script, some code, a pipe, or the shell.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a script; the word `run` may be left out.",
    usage: "pts [-i] [--resume] [FILE.pts | - | -e CODE] [ARGUMENTS …]")

  @Option(name: .customShort("e"), help: ArgumentHelp("Run this code.", valueName: "code"))
  var code: String?

  @Flag(name: .customShort("i"), help: "Then stay in the shell, with every name bound.")
  var stays = false

  @Flag(name: .customLong("resume"), help: "Continue runs that were interrupted.")
  var resumes = false

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("The script, and what it finds in `args`.", valueName: "file"))
  var words: [String] = []

  func run() throws {
    let streams = Streams.standard
    let context = CommandContext(resumes: resumes, script: scriptName)
    let source: SourceFile?
    do throws(CommandError) {
      source = try script(streams)
    } catch {
      context.emit(.diagnostics([error.diagnostic]))
      throw ExitCode(error.status)
    }
    let arguments = code == nil ? Array(words.dropFirst()) : words
    context.session.define("args", .list(arguments.map { .string($0) }))
    if let source {
      let outcome = context.session.run(file: source)
      guard stays, outcome != .interrupted || streams.input.isTerminal else {
        throw ExitCode(ExitStatus.of(outcome))
      }
    }
    Shell(context).run()
  }

  /// The word after `pts --resume` that runs the same again; nil for the shell.
  private var scriptName: String? {
    if code != nil { return "-e …" }
    if let first = words.first, first != "-" { return first }
    return nil
  }

  /// Nil for the shell.
  private func script(_ streams: Streams) throws(CommandError) -> SourceFile? {
    if stays || (code ?? words.first) == nil, !Launch.group.isSingle { throw .shellOfSeveral }
    if let code { return SourceFile(name: "-e", text: code) }
    if let name = words.first, name != "-", name.hasPrefix("-") { throw .unknownOption(name) }
    do throws(ScriptFileError) {
      guard let name = words.first else {
        return streams.input.isTerminal || stays ? nil : try ScriptFile.readPipe()
      }
      return try name == "-" ? ScriptFile.readPipe() : ScriptFile.read(name)
    } catch {
      throw .script(error)
    }
  }
}
