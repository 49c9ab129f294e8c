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
    /// Let the user edit a text, and give what becomes of it to `finishEdit`.
    case edit(String)
    /// Let the user edit a file, and call `finishEdit(file:)`.
    case editFile(String)
    case leave(status: Int32)
  }

  package let session: Session
  let runs: RunPages
  /// The reader's keys as `:help` explains them, a line each.
  let keys: String
  /// The number of the cell whose text is being edited.
  var edited: Int?

  package init(_ session: Session, runs: RunPages, keys: String = "") {
    self.session = session
    self.runs = runs
    self.keys = keys
    session.host.engine.inputs.isRecording = true
  }

  /// Does what was typed.
  package func submit(_ text: String) -> Request {
    defer { session.noteChanges() }
    return answer(text)
  }

  private func answer(_ text: String) -> Request {
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

  /// Runs what was left of a text that `Request.edit` gave, in the place of its cell.
  package func finishEdit(_ text: String) {
    defer { session.noteChanges() }
    let number = edited
    edited = nil
    guard text.contains(where: { !$0.isWhitespace }) else { return }
    guard let number else {
      session.run(input: text)
      return
    }
    if session.replace(cell: number, by: text) == .failed, session.isEdited(number) {
      session.emit(
        .notice("cell \(number) is as it was; `:edit \(number)` opens your text again"))
    }
  }

  /// Takes over the notebook's file after it was edited; another file is only looked at when a cell
  /// has read it.
  package func finishEdit(file path: String) {
    defer { session.noteChanges() }
    if session.isOrigin(path), let origin = session.origin {
      take(fileAt: path, named: origin.name)
    }
  }

  /// Takes over the notebook's file where it has changed, and runs what is stale or has failed.
  package func runChanges() -> Ending {
    if session.isFileForeign, let origin = session.origin, let path = origin.path {
      take(fileAt: path, named: origin.name)
    }
    var files: Set<String> = []
    for case .file(let name) in session.staleCells.all.map(\.reason)
    where files.insert(name).inserted {
      session.emit(.notice("\(name) has changed"))
    }
    return session.runStale(retries: true)
  }

  /// The candidates that fit at a UTF-8 offset of an input.
  ///
  /// - Parameter folder: what relative paths begin at.
  package func completion(
    of text: String, at offset: Int, folder: URL
  ) -> SessionCompleter.Completion {
    InputCompleter(session.host, session, folder: folder).completion(of: text, at: offset)
  }

  /// What could follow at the end of an input: the rest of a word.
  package func hint(for text: String, folder: URL) -> String? {
    InputHints(session).completion(
      of: text, by: InputCompleter(session.host, session, folder: folder))
  }

  /// Something to know about the end of an input: the length of the template that is being typed.
  package func note(on text: String) -> String? {
    InputHints(session).note(on: text)
  }

  // MARK: Help

  private func explain(_ query: String) {
    do {
      show(.help(try HelpAnswer(session.host, session).text(query)))
    } catch let fault as Fault {
      let topics = Suggestion.closest(to: query, among: ["topics"])
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
