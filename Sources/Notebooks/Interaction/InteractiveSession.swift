import Diagnostics
import Figures
import Foundation
import Script

/// A session as a person works with it: what is typed is code, a question (`?name`) or a command
/// (`:save`), and all of them are answered by outputs. The shell and a Jupyter front end read the
/// inputs.
package final class InteractiveSession {
  /// The rest of the work, for the reader of the input.
  package enum Request: Equatable {
    case none
    /// Let the user edit a text, and run it as the next cell.
    case edit(String)
    case leave(status: Int32)
  }

  package let session: Session
  let runs: RunPages
  /// The reader's keys as `:help` explains them, a line each.
  let keys: String

  package init(_ session: Session, runs: RunPages, keys: String = "") {
    self.session = session
    self.runs = runs
    self.keys = keys
  }

  /// Does what was typed.
  package func submit(_ text: String) -> Request {
    let text = InputLanguage.withoutPrompts(text).trimmingCharacters(in: .whitespacesAndNewlines)
    if text.isEmpty { return .none }
    switch Input(text, defines: { session.interpreter.value(of: $0) != nil }) {
    case .code(let code): session.run(input: code)
    case .help(let query): explain(query)
    case .command(let word, let rest):
      let request = run(command: word, rest)
      if request != .none { return request }
    }
    return session.exitStatus.map { .leave(status: $0) } ?? .none
  }

  /// The candidates that fit at a UTF-8 offset of an input.
  ///
  /// - Parameter folder: what relative paths begin at.
  package func completion(
    of text: String, at offset: Int, folder: URL
  ) -> SessionCompleter.Completion {
    InputCompleter(session, folder: folder).completion(of: text, at: offset)
  }

  // MARK: Help

  private func explain(_ query: String) {
    let name = query.trimmingCharacters(in: .whitespaces)
    // A script without options has a list of words there.
    let isWord =
      if name == "args", case .list? = session.interpreter.value(of: name) { true } else { false }
    if !isWord, let value = session.interpreter.value(ofPath: name) {
      return show(.help(MemberHelp(session.interpreter).text(name, value)))
    }
    do {
      let asked = HelpQuery(name) { session.interpreter.value(ofPath: $0)?.typeName }
      let topic = asked.topic == "topics" ? "" : asked.topic
      show(.help(try session.help.text(for: topic)))
    } catch let fault as Fault {
      let topics = Suggestion.closest(to: name, among: ["topics"])
      report(fault.message, hint: topics.map { "did you mean `?\($0)`?" } ?? fault.hint)
    } catch {
      preconditionFailure("help throws faults only: \(error)")
    }
  }

  func show(_ figure: Figure) { session.emit(.display(DisplayData(figure))) }

  func report(_ message: String, hint: String? = nil) {
    session.emit(.diagnostics([Diagnostic(message, hint: hint)]))
  }
}
