import ArgumentParser
import Diagnostics
import LineEditor
import Notebooks
import Ranks
import Script

/// `pts [FILE]`: a script, some code, a pipe, or the shell.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a script; the word `run` may be left out.",
    usage:
      "pts [-i] [--watch] [--resume] [--force] [--prose] [FILE.pts | - | -e CODE] [ARGUMENTS …]",
    discussion: """
      Examples:
        pts mood.pts --lr 0.1
        pts -i mood.pts
        pts --watch mood.pts
        pts --resume mood.pts
        pts --force mood.pts
        pts -e 'print(1 + 1)'
      """)

  @Option(
    name: .customShort("e"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Run this code; several are cells of one script.", valueName: "code"))
  var code: [String] = []

  @Flag(name: .customShort("i"), help: "Then stay in the shell, with every name bound.")
  var stays = false

  @Flag(
    name: .customLong("watch"),
    help: "Stay, and run what each saved change of the script or its data made stale.")
  var watches = false

  @Flag(name: .customLong("prose"), help: "Show the script's text between its outputs too.")
  var showsProse = false

  @Flag(name: .customLong("resume"), help: "Continue runs that were interrupted.")
  var resumes = false

  @Flag(
    name: .customLong("force"),
    help: "Train runs again that the store has finished, and compute scores and texts again.")
  var forces = false

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("The script, and what it finds in `args`.", valueName: "file"),
    completion: .file(extensions: ["pts"]))
  var words: [String] = []

  /// The words without the `--` that ends the options.
  private var operands: [String] { words.first == "--" ? Array(words.dropFirst()) : words }

  func run() throws {
    // Everything from the first word on is the script's, but help without a script is about this.
    if code.isEmpty, ["--help", "-h"].contains(words.first) {
      throw CleanExit.helpRequest(self)
    }
    let streams = Streams.standard
    let context = CommandContext(resumes: resumes, forces: forces, script: scriptName)
    context.sink.showsProse = showsProse
    let source: SourceFile?
    do throws(CommandError) {
      source = try script(streams)
    } catch {
      context.emit(.diagnostics([error.diagnostic]))
      throw ExitCode(error.status)
    }
    let arguments = code.isEmpty ? Array(operands.dropFirst()) : operands
    context.session.arguments = arguments
    if stays { Interrupts.survive() }
    if let source {
      try checkOptions(of: source, arguments, context)
      if watches {
        guard source.path != nil, code.isEmpty, !stays else { throw watchFault(context) }
        throw ExitCode(Watch(context).run(source))
      }
      let outcome = context.quietly {
        stays ? context.session.open(source) : context.session.run(file: source)
      }
      guard stays, context.session.exitStatus == nil,
        outcome != .interrupted || streams.input.isTerminal
      else { throw ExitCode(ExitStatus.of(outcome)) }
    }
    if watches { throw watchFault(context) }
    throw ExitCode(Shell(context).run())
  }

  private func watchFault(_ context: CommandContext) -> ExitCode {
    context.emit(
      .diagnostics([
        stays
          ? Diagnostic("`--watch` and `-i` are two ways to stay", hint: "leave one of them out")
          : Diagnostic("`--watch` needs a script in a file", hint: "pts --watch FILE.pts")
      ]))
    return ExitCode(ExitStatus.usage)
  }

  /// Shows the options that a script declares where `--help` wants them, and refuses others before any
  /// of it runs.
  private func checkOptions(
    of source: SourceFile, _ arguments: [String], _ context: CommandContext
  ) throws {
    guard let options = ScriptOptions(declaredIn: source) else { return }
    if arguments.prefix(while: { $0 != "--" }).contains(where: { ["--help", "-h"].contains($0) }) {
      context.emit(.stdout(options.help(script: source.name)))
      throw ExitCode(ExitStatus.success)
    }
    do {
      _ = try options.bind(arguments)
    } catch {
      context.emit(.diagnostics([Diagnostic(error.message, hint: error.hint)]))
      throw ExitCode(ExitStatus.usage)
    }
  }

  /// The word after `pts --resume` that runs the same again; nil for the shell.
  private var scriptName: String? {
    if !code.isEmpty { return "-e …" }
    if let first = operands.first, first != "-" { return first }
    return nil
  }

  /// Nil for the shell.
  private func script(_ streams: Streams) throws(CommandError) -> SourceFile? {
    if stays || (code.isEmpty && operands.isEmpty), !Launch.group.isSingle { throw .shellOfSeveral }
    if !code.isEmpty {
      return SourceFile(name: "-e", text: code.joined(separator: "\n# %%\n"))
    }
    if let name = words.first, !["-", "--"].contains(name), name.hasPrefix("-") {
      throw .unknownOption(name)
    }
    do throws(ScriptFileError) {
      guard let name = operands.first else {
        return streams.input.isTerminal || stays ? nil : try ScriptFile.readPipe()
      }
      return try name == "-" ? ScriptFile.readPipe() : ScriptFile.read(name)
    } catch {
      throw .script(error)
    }
  }
}
