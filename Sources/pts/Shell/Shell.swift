import Bindings
import Diagnostics
import Figures
import Foundation
import LineEditor
import Notebooks
import Script

/// The prompt: cells go in, values come out, until ^D.
final class Shell {
  let context: CommandContext
  let editor: LineEditor

  var session: Session { context.session }

  init(_ context: CommandContext) {
    self.context = context
    let language = CellLanguage(context.session)
    editor = LineEditor(
      configuration: .init(
        historyFile: context.folders.history, environment: context.streams.environment),
      language: language.editorLanguage)
  }

  func run() {
    InterruptSignal.reset()
    if editor.isInteractive, session.cells.isEmpty { greet() }
    while true {
      switch editor.read(prompt: "[\(session.nextNumber)] ") {
      case .interrupted: InterruptSignal.reset()
      case .endOfFile: return
      case .text(let text):
        InterruptSignal.reset()
        guard take(text.trimmingCharacters(in: .whitespacesAndNewlines)) else { return }
      }
    }
  }

  private func greet() {
    let version = Version.current.split(separator: ".").prefix(2).joined(separator: ".")
    context.emit(.stdout("pts \(version) · ?topics · :help\n"))
  }

  /// Does what was typed; false to leave.
  private func take(_ text: String) -> Bool {
    if text.isEmpty { return true }
    if text.hasPrefix(":") { return obey(text) }
    if text.hasPrefix("?") {
      explain(String(text.dropFirst()))
    } else if text.hasSuffix("?"), text.dropLast().allSatisfy(isPathCharacter) {
      explain(String(text.dropLast()))
    } else if let meant = ForeignCommand(text), session.interpreter.value(of: meant.word) == nil {
      return obey(meant.command)
    } else {
      session.run(input: text)
    }
    return true
  }

  private func isPathCharacter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
  }

  // MARK: Help

  private func explain(_ query: String) {
    let name = query.trimmingCharacters(in: .whitespaces)
    if let value = session.interpreter.value(ofPath: name) {
      return draw(.help(MemberHelp(session.interpreter).text(name, value)))
    }
    do {
      let topic = ["topics", "?"].contains(name) ? "" : name
      draw(.help(try session.help.text(for: topic)))
    } catch let fault as Fault {
      let topics = Suggestion.closest(to: name, among: ["topics"])
      complain(fault.message, hint: topics.map { "did you mean `?\($0)`?" } ?? fault.hint)
    } catch {
      complain("\(error)")
    }
  }

  func draw(_ figure: Figure) {
    context.emit(.display(DisplayData(figure)))
  }

  func complain(_ message: String, hint: String? = nil) {
    context.emit(.diagnostics([Diagnostic(message, hint: hint)]))
  }
}

/// What people type into other shells to leave or to be helped.
private struct ForeignCommand {
  let word: String
  let command: String

  init?(_ text: String) {
    word = text.hasSuffix("()") ? String(text.dropLast(2)) : text
    switch word {
    case "exit", "quit": command = ":quit"
    case "help": command = ":help"
    default: return nil
    }
  }
}
