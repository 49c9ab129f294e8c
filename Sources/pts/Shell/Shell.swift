import Bindings
import Diagnostics
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

  func run() {
    InterruptSignal.reset()
    if editor.isInteractive, context.session.cells.isEmpty { greet() }
    while true {
      switch editor.read(prompt: "[\(context.session.nextNumber)] ") {
      case .interrupted: InterruptSignal.reset()
      case .endOfFile: return
      case .text(let text):
        InterruptSignal.reset()
        switch session.submit(text) {
        case .none: break
        case .edit(let source): edit(source)
        case .leave: return
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
      let text = try editor.edit(source)
      if text.contains(where: { !$0.isWhitespace }) { context.session.run(input: text) }
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
    case .file(let path, let code): Diagnostic("\(path): \(String(cString: strerror(code)))")
    }
  }
}
