import Diagnostics
import Figures
import Files
import Foundation
import Script

extension InteractiveSession {
  /// Does what a command says. A command may be cut short where only one begins so.
  func run(command word: String, _ rest: String) -> Request {
    guard let command = SessionCommand(rawValue: word) ?? only(word) else {
      report("there is no command `:\(word)`", hint: SessionCommand.hint(for: word))
      return .none
    }
    switch command {
    case .help: show(.help(SessionCommand.helpText(keys: keys)))
    case .cells: listCells()
    case .edit: return edit(rest)
    case .save: save(rest)
    case .run: runAgain(rest)
    case .time: time(rest)
    case .runs: _ = rest.isEmpty ? runs.list() : runs.show(rest)
    case .forget: forget(rest)
    case .quit: return .leave(status: 0)
    }
    return .none
  }

  private func only(_ word: String) -> SessionCommand? {
    let begun = SessionCommand.allCases.filter { $0.rawValue.hasPrefix(word) }
    return word.isEmpty || begun.count != 1 ? nil : begun[0]
  }

  private func report(usage command: SessionCommand, _ message: String) {
    report(message, hint: "\(command.usage)   \(command.doc)")
  }

  // MARK: Cells

  private func listCells() {
    if session.cells.isEmpty { return session.emit(.stdout("no cells yet\n")) }
    show(.listing(Listing(session.cells)))
  }

  /// A cell by its number, or the last.
  private func cell(numbered text: String) -> NotebookCell? {
    guard !text.isEmpty else { return session.cells.last { !$0.isProse } }
    guard let number = Int(text) else { return nil }
    return session.cell(number)
  }

  private func edit(_ rest: String) -> Request {
    let cell = cell(numbered: rest)
    guard cell != nil || rest.isEmpty else {
      report(usage: .edit, "there is no cell `\(rest)`")
      return .none
    }
    return .edit(cell?.source ?? "")
  }

  private func runAgain(_ rest: String) {
    if rest.isEmpty { return report(usage: .run, "`:run` needs a name, a number or a file") }
    let named = session.cells.last { $0.defined.contains(rest) && $0.ending != .failed }
    if let cell = named ?? (Int(rest) != nil ? cell(numbered: rest) : nil) {
      session.run(input: cell.source)
      return
    }
    let looksLikeFile = rest.hasSuffix(".pts") || rest.contains("/")
    guard looksLikeFile || FileManager.default.fileExists(atPath: rest) else {
      let names = session.cells.flatMap(\.defined)
      return report(
        Int(rest) == nil ? "no cell defines `\(rest)`" : "there is no cell \(rest)",
        hint: Suggestion.closest(to: rest, among: names).map { "did you mean `:run \($0)`?" }
          ?? "`:cells` lists them")
    }
    do throws(ScriptFileError) {
      _ = session.run(file: try ScriptFile.read(rest, session.interpreter.interrupt))
    } catch {
      session.emit(.diagnostics([error.diagnostic()]))
    }
  }

  private func forget(_ name: String) {
    if name.isEmpty { return report(usage: .forget, "`:forget` needs a name") }
    if session.interpreter.forget(name) { return }
    let meant = Suggestion.closest(to: name, among: session.interpreter.globalNames)
    report("no cell defines `\(name)`", hint: meant.map { "did you mean `:forget \($0)`?" })
  }

  private func time(_ rest: String) {
    if rest.isEmpty { return report(usage: .time, "`:time` needs code to run") }
    let before = session.cells.count
    session.run(input: rest)
    let seconds = session.cells[before...].reduce(0) { $0 + $1.seconds }
    session.emit(.notice("took \(Numeral.duration(seconds))"))
  }

  // MARK: Files

  private func save(_ rest: String) {
    var name = rest
    let isForced = rest.hasSuffix(" force")
    if isForced { name = String(rest.dropLast(6)).trimmingCharacters(in: .whitespaces) }
    if name.isEmpty { return report(usage: .save, "`:save` needs the name of a file") }
    let good = session.cells.filter { $0.isGood && !$0.source.isEmpty }
    if good.isEmpty { return report("there is no good cell to save") }
    let path = (name as NSString).expandingTildeInPath
    if !isForced, FileManager.default.fileExists(atPath: path) {
      return report("`\(name)` exists", hint: "`:save \(name) force` writes over it")
    }
    let text = session.notebookText
    do throws(FileError) {
      try session.host.engine.write(file: text, to: URL(fileURLWithPath: path))
    } catch {
      var hint: String?
      if case .noFolder(let folder, _) = error { hint = "make it first: `mkdir -p \(folder.path)`" }
      return report("`\(name)` \(error.clause)", hint: hint)
    }
    let cells = "\(good.count) cell\(good.count == 1 ? "" : "s")"
    session.emit(.stdout("saved \(cells) to \(name)\n"))
    let file = SourceFile(
      name: name, path: URL(fileURLWithPath: path).standardizedFileURL.path, text: text)
    let faults = session.faults(in: file)
    if !faults.isEmpty {
      session.emit(.diagnostics(faults))
      session.emit(.notice("the file was written as it is; fix this before you run it"))
    }
  }
}
