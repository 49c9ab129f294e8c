import CEditLine
import Foundation

/// Reads cells from a person at a terminal, or from a pipe by the same rule of what is complete.
///
/// Not for more than one thread, and not for two at once on one terminal.
package final class LineEditor {
  package enum Input: Equatable, Sendable {
    /// A cell of one or more lines, without the last newline.
    case text(String)
    /// ^C at the prompt.
    case interrupted
    /// ^D on an empty text, or the end of a pipe.
    case endOfFile
  }

  package struct Configuration: Sendable {
    /// The name that restricts lines of `~/.editrc`, as in `pts:bind -v`.
    package var program: String
    /// Comes before the second row and those after it, moved right to end where the prompt ends.
    package var continuation: String
    /// Where cells are remembered; nil for nowhere.
    package var historyFile: URL?
    package var colour: Bool
    package var input: Int32
    package var output: Int32
    package var environment: [String: String]

    /// Colour as `NO_COLOR` has it.
    package init(
      program: String = "pts", continuation: String = "… ", historyFile: URL? = nil,
      input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO,
      environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
      self.program = program
      self.continuation = continuation
      self.historyFile = historyFile
      self.colour = (environment["NO_COLOR"] ?? "").isEmpty
      self.input = input
      self.output = output
      self.environment = environment
    }
  }

  private enum Source {
    case terminal(TerminalEditor)
    case plain(PlainReader)
  }

  private let source: Source
  private let environment: [String: String]

  /// Whether a person can edit: input and output are terminals, and `TERM` is one that can move
  /// its cursor.
  package var isInteractive: Bool {
    if case .terminal = source { true } else { false }
  }

  package init(configuration: Configuration = Configuration(), language: EditorLanguage) {
    environment = configuration.environment
    Interrupts.install()
    let term = environment["TERM"] ?? ""
    let hasInput = isatty(configuration.input) == 1
    let screen = [configuration.output, STDERR_FILENO].first { isatty($0) == 1 }
    if hasInput, let screen, !["", "dumb", "unknown"].contains(term),
      let editor = TerminalEditor(
        configuration: configuration, language: language, output: screen)
    {
      source = .terminal(editor)
    } else {
      source = .plain(
        PlainReader(
          input: configuration.input, prompts: hasInput ? screen : nil,
          continuation: configuration.continuation, completeness: language.completeness))
    }
  }

  /// The next cell. Forgets the ^C that came before.
  package func read(prompt: String) -> Input {
    // What was printed with stdio belongs above the prompt.
    fflush(nil)
    switch source {
    case .terminal(let editor): return editor.read(prompt: prompt)
    case .plain(let reader): return reader.read(prompt: prompt)
    }
  }

  /// The next line of a pipe, from which the cells are read as well; nil at a terminal.
  package func pipedLine(prompt: String) -> Input? {
    if case .plain(let reader) = source { reader.readLine(prompt: prompt) } else { nil }
  }

  /// The text as the user left it in `$VISUAL` or `$EDITOR`, without newlines at its end; nil where
  /// the editor was left without saving, as by `:q!`.
  package func edit(_ text: String) throws(ExternalEditorFault) -> String? {
    fflush(nil)
    return try ExternalEditor(environment: environment).edit(text)
  }

  /// Opens a file in `$VISUAL` or `$EDITOR`.
  package func edit(file path: String) throws(ExternalEditorFault) {
    fflush(nil)
    try ExternalEditor(environment: environment).edit(file: path)
  }

  /// The cells of earlier sessions and of this one, oldest first.
  package var history: [String] {
    if case .terminal(let editor) = source { editor.history.entries } else { [] }
  }
}
