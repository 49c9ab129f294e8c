import ArgumentParser
import Bindings
import Diagnostics
import Foundation
import Hub
import Kernel

/// `pts kernel`: notebooks of Jupyter that run pts.
struct KernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel", abstract: "Run pts in Jupyter notebooks.",
    discussion: """
      Examples:
        pts kernel install                          for every Jupyter of yours
        pts kernel install --prefix "$VIRTUAL_ENV"  for one virtual environment
        jupyter lab                                 choose `pts` for a new notebook
        pts kernel uninstall
      """,
    subcommands: [Install.self, Run.self, Uninstall.self])

  struct Location: ParsableArguments {
    @Flag(name: .customLong("user"), help: "For every Jupyter of yours; so it is without a word.")
    var isOfUser = false

    @Option(help: "For the Jupyter of a virtual environment or an installation.")
    var prefix: String?

    func validate() throws {
      if isOfUser, prefix != nil { throw ValidationError("use either --user or --prefix") }
    }

    var specification: KernelSpecification {
      KernelSpecification(
        prefix.map { .prefix($0) } ?? .user, environment: Streams.standard.environment)
    }
  }

  struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell Jupyter where pts is.",
      discussion: """
        Writes kernels/pts/kernel.json. If PTS_HOME or PTS_LIBZMQ is set, notebooks get it too.

        Example:
          pts kernel install --prefix "$VIRTUAL_ENV"
        """)

    @OptionGroup var location: Location

    func run() throws {
      let environment = Streams.standard.environment
      let variables = ["PTS_HOME", "PTS_LIBZMQ"].compactMap { name in
        environment[name].flatMap { $0.isEmpty ? nil : (name, $0) }
      }
      try reporting { () throws(KernelSpecification.Fault) in
        try location.specification.install(
          program: KernelCommand.program, variables: variables)
      }
      Streams.standard.output.write("installed \(location.specification.folder.path)\n")
    }
  }

  struct Uninstall: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove what `install` wrote.",
      discussion: """
        Example:
          pts kernel uninstall --prefix "$VIRTUAL_ENV"
        """)

    @OptionGroup var location: Location

    func run() throws {
      try reporting { () throws(KernelSpecification.Fault) in try location.specification.uninstall()
      }
      Streams.standard.output.write("removed \(location.specification.folder.path)\n")
    }
  }

  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Serve a notebook; Jupyter starts it.",
      discussion: """
        Needs libzmq (Debian: libzmq5). PTS_LIBZMQ names it where it isn't the system's.

        Example, in another terminal than `jupyter console --existing`:
          pts kernel run connection.json
        """)

    @Argument(help: "The file that Jupyter writes: ports and a key.")
    var connection: String

    func run() throws {
      let streams = Streams.standard
      let folders = DataFolders(environment: streams.environment)
      let settings = KernelSettings(
        hub: HubSettings(environment: streams.environment), storeFolder: folders.runs,
        historyFile: folders.history, version: Version.current, environment: streams.environment)
      let kernel: Kernel
      do throws(KernelError) {
        kernel = try Kernel(ConnectionFile(path: connection), settings)
      } catch {
        throw report(error.message, error.hint)
      }
      let status = kernel.run { line in
        FileHandle.standardError.write(Data("pts kernel: \(line)\n".utf8))
      }
      throw ExitCode(status)
    }
  }

  /// The path that this program was started by, links kept, so that an update is found.
  private static var program: String {
    let word = CommandLine.arguments[0]
    guard !word.contains("/") else {
      return URL(fileURLWithPath: word).standardizedFileURL.path
    }
    let folders = (Streams.standard.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(word)" }.first { access($0, X_OK) == 0 }
      ?? (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? word
  }
}

/// Turns what goes wrong with a kernelspec into the command's error.
private func reporting(_ body: () throws(KernelSpecification.Fault) -> Void) throws {
  do throws(KernelSpecification.Fault) {
    try body()
  } catch {
    throw report(error.message, error.hint)
  }
}

private func report(_ message: String, _ hint: String?) -> ExitCode {
  let text = DiagnosticRenderer().render([Diagnostic(message, hint: hint)])
  Streams.standard.error.write(text)
  return ExitCode(ExitStatus.failure)
}
