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
    case .vars: listNames()
    case .reset: reset(rest)
    case .edit: return edit(rest)
    case .move: move(rest)
    case .delete: delete(rest)
    case .reload: reload(rest)
    case .save: save(rest)
    case .run: runAgain(rest)
    case .time: time(rest)
    case .runs: _ = rest.isEmpty ? runs.list() : runs.show(rest)
    case .why: explainRun(rest)
    case .force: force(rest)
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
    show(.listing(Listing(session)))
  }

  private func listNames() {
    let names = session.names
    if names.isEmpty { return session.emit(.stdout("no names yet\n")) }
    show(
      .listing(
        Listing(
          rows: names.map { name, value in
            let lines = value.text.split(separator: "\n", omittingEmptySubsequences: false)
            return .init(
              label: name, text: String(lines.first?.prefix(200) ?? ""),
              hasMoreLines: lines.count > 1, note: value.typeName)
          })))
  }

  private func reset(_ rest: String) {
    guard rest.isEmpty else {
      return report(usage: .reset, "`:reset` forgets everything; `:forget \(rest)` forgets names")
    }
    session.reset()
  }

  private func forget(_ rest: String) {
    let names = rest.split { $0.isWhitespace || $0 == "," }.map(String.init)
    if names.isEmpty { return report(usage: .forget, "`:forget` needs a name") }
    let known = session.names.map(\.name)
    if let unknown = names.first(where: { !known.contains($0) }) {
      return report(
        "no cell defines `\(unknown)`",
        hint: Suggestion.closest(to: unknown, among: known).map { "did you mean `:forget \($0)`?" })
    }
    session.forget(names)
  }

  /// A cell by its number, a name that it defines, or its title.
  private func cell(_ text: String) -> NotebookCell? {
    if let number = Int(text) { return session.cell(number) }
    let cells = session.cells.filter { !$0.isProse }
    let title = text.lowercased()
    return cells.last { $0.defined.contains(text) && $0.ending != .failed }
      ?? cells.last { $0.title.lowercased() == title }
      ?? cells.last { $0.title.lowercased().hasPrefix(title) }
  }

  private func edit(_ rest: String) -> Request {
    let path = (Self.unquoted(rest) as NSString).expandingTildeInPath
    if path.hasSuffix(".pts") { return .editFile(path) }
    let cell = rest.isEmpty ? session.cells.last { !$0.isProse } : cell(rest)
    guard cell != nil || rest.isEmpty else {
      report(usage: .edit, "there is no cell `\(rest)`")
      return .none
    }
    edited = cell?.number
    return .edit(cell?.currentSource ?? "")
  }

  private func runAgain(_ text: String) {
    let rest = Self.unquoted(text)
    if rest.isEmpty {
      return report(usage: .run, "`:run` needs `stale`, a number, a name, a title or a file")
    }
    if let number = cell(rest)?.number {
      session.run(cell: number)
      return
    }
    if rest == "stale" {
      if session.staleCells.all.isEmpty { session.emit(.stdout("no cell is stale\n")) }
      _ = session.runStale()
      return
    }
    let looksLikeFile = rest.hasSuffix(".pts") || rest.contains("/")
    guard looksLikeFile || FileManager.default.fileExists(atPath: rest) else {
      return reportNoCell(rest, .run)
    }
    do throws(ScriptFileError) {
      _ = session.run(file: try ScriptFile.read(rest, session.interpreter.interrupt))
    } catch {
      session.emit(.diagnostics([error.diagnostic()]))
    }
  }

  private func reportNoCell(_ text: String, _ command: SessionCommand) {
    let names = session.cells.flatMap(\.defined) + session.cells.map(\.title)
    report(
      Int(text) == nil
        ? "no cell defines `\(text)` or has that title" : "there is no cell \(text)",
      hint: Suggestion.closest(to: text, among: names).map { "did you mean `:\(command) \($0)`?" }
        ?? "`:cells` lists them")
  }

  private func move(_ rest: String) {
    var words = rest.split(whereSeparator: \.isWhitespace).map(String.init)
    words.removeAll { $0 == "after" || $0 == "to" }
    guard words.count == 2 else {
      return report(usage: .move, "`:move` needs a cell and the one that it is to follow")
    }
    guard let number = cell(words[0])?.number else { return reportNoCell(words[0], .move) }
    let target = words[1] == "top" ? nil : cell(words[1])?.number
    if target == nil, words[1] != "top" { return reportNoCell(words[1], .move) }
    if target == number { return report(usage: .move, "cell \(number) can't follow itself") }
    do throws(CellOrderFault) {
      try session.move(cell: number, after: target)
    } catch {
      report(
        "cell \(error.upper) can't be above cell \(error.lower), which gives it `\(error.name)`",
        hint: "`:cells` shows the order")
    }
  }

  private func delete(_ rest: String) {
    if rest.isEmpty { return report(usage: .delete, "`:delete` needs the number of a cell") }
    guard let number = cell(rest)?.number else { return reportNoCell(rest, .delete) }
    session.delete(cell: number)
  }

  private func reload(_ rest: String) {
    guard let file = session.origin, let path = file.path else {
      return report(
        "there is no file to reload", hint: "`pts -i FILE.pts` opens one, `:run FILE.pts` runs one")
    }
    if !rest.isEmpty { return report(usage: .reload, "`:reload` is about `\(file.name)` alone") }
    take(fileAt: path, named: file.name)
  }

  /// Takes over what the notebook's file has now, and tells what that was.
  func take(fileAt path: String, named name: String) {
    do throws(ScriptFileError) {
      let file = try ScriptFile.read(path, session.interpreter.interrupt)
      let named = SourceFile(name: name, path: file.path, text: file.text)
      if let reload = session.reload(named) {
        session.emit(.notice("\(name): \(reload.text)"))
      } else {
        session.emit(.notice("\(name) wasn't taken over: the cells are as they were"))
      }
    } catch {
      session.emit(.diagnostics([error.diagnostic()]))
    }
  }

  private func time(_ rest: String) {
    if rest.isEmpty { return report(usage: .time, "`:time` needs code to run") }
    let before = session.cells.count
    session.run(input: rest)
    let seconds = session.cells[before...].reduce(0) { $0 + $1.seconds }
    session.emit(.notice("took \(Numeral.duration(seconds))"))
  }

  // MARK: Files

  /// A file's name as it was meant: quotes around it aren't part of it.
  private static func unquoted(_ name: String) -> String {
    guard name.count >= 2, let quote = name.first, name.last == quote, "\"'".contains(quote) else {
      return name
    }
    return String(name.dropFirst().dropLast())
  }

  private func save(_ rest: String) {
    var name = rest
    var isForced = rest.hasSuffix(" force")
    if isForced { name = String(rest.dropLast(6)).trimmingCharacters(in: .whitespaces) }
    if rest == "force" { (isForced, name) = (true, "") }
    name = Self.unquoted(name)
    if name.isEmpty, let origin = session.origin {
      if session.isFileForeign, !isForced {
        return report(
          "`\(origin.name)` has changed on the disk since it was read",
          hint: "`:reload` takes it over, `:save force` writes over it")
      }
      (isForced, name) = (true, origin.path ?? origin.name)
    }
    if name.isEmpty { return report(usage: .save, "`:save` needs the name of a file") }
    let notebook = session.notebook
    if notebook.cellCount == 0 { return report("there is no good cell to save") }
    let path = (name as NSString).expandingTildeInPath
    var isFolder: ObjCBool = false
    if !isForced, FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
      !isFolder.boolValue
    {
      return report("`\(name)` exists", hint: "`:save \(name) force` writes over it")
    }
    let text = notebook.text
    do throws(FileError) {
      try session.host.engine.write(file: text, to: URL(fileURLWithPath: path))
    } catch {
      var hint: String?
      if case .noFolder(let folder, _) = error { hint = "make it first: `mkdir -p \(folder.path)`" }
      return report("`\(name)` \(error.clause)", hint: hint)
    }
    let cells = "\(notebook.cellCount) cell\(notebook.cellCount == 1 ? "" : "s")"
    let shown = rest.isEmpty || rest == "force" ? session.origin?.name ?? name : name
    session.emit(.stdout("saved \(cells) to \(shown)\n"))
    for remark in notebook.remarks { session.emit(.notice(remark)) }
    let file = SourceFile(
      name: shown, path: URL(fileURLWithPath: path).standardizedFileURL.path, text: text)
    if session.isOrigin(path) { session.takeFile(file) }
    let faults = session.faults(in: file)
    if !faults.isEmpty {
      session.emit(.diagnostics(faults))
      session.emit(.notice("the file was written as it is; fix this before you run it"))
    }
  }
}
