import ArgumentParser
import Bindings

/// `pts manual`: the manual page, for `man`.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page, for man.",
    discussion: """
      `scripts/install` puts the page where man looks for it. By hand:
        pts manual > ~/.local/share/man/man1/pts.1
        pts manual | man -l -
      """)

  func run() throws {
    let root = try CommandDescription(dump: PTSCommand._dumpHelp())
    let page = ManualPage(
      root: root, version: Version.current, usages: Self.usages(PTSCommand.self))
    Streams.standard.output.write(page.text)
  }

  /// How commands word their usage, by title, where they don't leave it to be generated.
  private static func usages(
    _ command: any ParsableCommand.Type, before: [String] = []
  ) -> [String: String] {
    let configuration = command.configuration
    let words = before + [configuration.commandName ?? command._commandName]
    var usages: [String: String] = [:]
    if let usage = configuration.usage, !usage.isEmpty {
      usages[words.joined(separator: " ")] = usage
    }
    for subcommand in configuration.subcommands {
      usages.merge(Self.usages(subcommand, before: words)) { first, _ in first }
    }
    return usages
  }
}
