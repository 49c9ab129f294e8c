import ArgumentParser
import Bindings
import Foundation
import Hub
import LanguageServer

/// `pts lsp`: a language server over stdin and stdout, for editors.
struct LanguageServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp", abstract: "Serve an editor over stdin and stdout (language server).",
    discussion: """
      An editor starts it and speaks the Language Server Protocol: errors while you type, \
      completion, help, definitions and uses, renaming, formatting, colours. \
      `scripts/editor/README.md` has the configurations of VS Code, Neovim and others.

      Examples, the second in Neovim:
        pts lsp
        :lua vim.lsp.start({ name = "pts", cmd = { "pts", "lsp" } })
      """)

  /// Clients that can use several transports say which; this is the only one here.
  @Flag(name: .customLong("stdio"), help: "Use stdin and stdout, which is always so.")
  var usesStdio = false

  func run() throws {
    if Streams.standard.input.isTerminal {
      Streams.standard.error.write(
        "pts lsp: waiting for an editor's messages on stdin; `pts lsp --help` says how editors start it\n"
      )
      Streams.standard.error.flush()
    }
    let server = LanguageServer(
      input: STDIN_FILENO, output: STDOUT_FILENO,
      hub: HubSettings(environment: Streams.standard.environment), version: Version.current)
    guard let reason = server.run() else { return }
    Streams.standard.error.write("pts lsp: \(reason)\n")
    throw ExitCode(ExitStatus.failure)
  }
}
