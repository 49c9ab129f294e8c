import ArgumentParser

/// `pts completions SHELL`: a script that completes `pts` commands in a shell.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print a completion script for bash, zsh or fish.",
    discussion: """
      `scripts/install` puts the scripts where the shells look for them. By hand:
        pts completions bash > ~/.local/share/bash-completion/completions/pts
        pts completions zsh > ~/.zfunc/_pts     with fpath+=~/.zfunc before compinit
        pts completions fish > ~/.config/fish/completions/pts.fish
      """)

  @Argument(
    help: ArgumentHelp("bash, zsh or fish.", valueName: "shell"),
    completion: .list(ShellCompletions.Shell.allCases.map(\.rawValue)))
  var shell: String

  func run() throws {
    guard let shell = ShellCompletions.Shell(rawValue: shell) else {
      throw ValidationError(
        "there is no completion for \(shell.debugDescription); use bash, zsh or fish")
    }
    let root = try CommandDescription(dump: PTSCommand._dumpHelp())
    Streams.standard.output.write(ShellCompletions(root: root).script(for: shell))
  }
}
