import Bindings
import Diagnostics
import Files
import Foundation
import LineEditor
import Notebooks

/// The prompt: inputs go in, outputs come out, until ^D.
final class Shell {
  private let context: CommandContext
  private let session: InteractiveSession
  private let editor: LineEditor

  private static let keys =
    "Tab completes, ↑ and ^R search earlier cells, ^C stops what runs, Alt-Enter adds a line"

  init(_ context: CommandContext) {
    self.context = context
    session = InteractiveSession(context.session, runs: context.runPages, keys: Self.keys)
    editor = LineEditor(
      configuration: .init(
        historyFile: context.folders.history, environment: context.streams.environment),
      language: CellLanguage(session).editorLanguage)
  }

  /// Returns the status that the shell is left with.
  func run() -> Int32 {
    InterruptSignal.reset()
    // What is typed from here on is continued by name.
    context.advice.script = nil
    if editor.isInteractive, context.streams.output.isTerminal {
      context.streams.asksTerminal = true
      let environment = context.streams.environment
      context.sink.console.pager = {
        Pager.show($0, at: STDIN_FILENO, environment: environment)
      }
    }
    if !editor.isInteractive { context.input.shared = editor.pipedLine }
    Interrupts.survive()
    if editor.isInteractive, context.session.cells.isEmpty { greet() }
    while true {
      switch editor.read(prompt: "[\(context.session.nextNumber)] ") {
      case .interrupted: InterruptSignal.reset()
      case .endOfFile: return EXIT_SUCCESS
      case .text(let text):
        InterruptSignal.reset()
        switch context.quietly({ session.submit(text) }) {
        case .none: break
        case .edit(let source): edit(source)
        case .editFile(let path): edit(file: path)
        case .leave(let status): return status
        }
      }
    }
  }

  private func greet() {
    let version = Version.current.split(separator: ".").prefix(2).joined(separator: ".")
    context.emit(.stdout("pts \(version) · ?topics · :help\n"))
  }

  /// Runs as a cell what the user leaves in an editor of their own.
  private func edit(_ source: String) {
    do throws(ExternalEditorFault) {
      guard let text = try editor.edit(source) else {
        return context.emit(.notice("nothing was saved in the editor, so nothing runs"))
      }
      context.quietly { session.finishEdit(text) }
    } catch {
      context.emit(.diagnostics([error.diagnostic]))
    }
  }

  /// Opens a file in an editor of the user's own, and takes over what is saved there.
  private func edit(file path: String) {
    do throws(ExternalEditorFault) {
      try editor.edit(file: path)
      context.quietly { session.finishEdit(file: path) }
    } catch {
      context.emit(.diagnostics([error.diagnostic]))
    }
  }
}

extension ExternalEditorFault {
  fileprivate var diagnostic: Diagnostic {
    switch self {
    case .noEditor(let tried):
      Diagnostic("no editor was found", hint: "set EDITOR; tried \(tried.joined(separator: ", "))")
    case .failed(let command, let status):
      Diagnostic("`\(command)` ended with status \(status)")
    case .file(let path, let code):
      Diagnostic("`\(path)` can't be used: \(SystemReason.text(code))")
    }
  }
}
