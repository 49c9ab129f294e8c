import Diagnostics
import Figures
import Foundation
import LineEditor
import Notebooks

extension Shell {
  /// Does what a command says; false to leave. A command may be cut short where only one begins so.
  func obey(_ text: String) -> Bool {
    let words = text.dropFirst().split(
      maxSplits: 1, omittingEmptySubsequences: true, whereSeparator: \.isWhitespace)
    let word = words.first.map(String.init) ?? ""
    let rest = words.count > 1 ? words[1].trimmingCharacters(in: .whitespacesAndNewlines) : ""
    guard let command = ShellCommand(rawValue: word) ?? only(word) else {
      complain("there is no command `:\(word)`", hint: ShellCommand.hint(for: word))
      return true
    }
    switch command {
    case .help:
      draw(.help(ShellCommand.helpText))
    case .cells: listCells()
    case .edit: edit(rest)
    case .save: save(rest)
    case .run: runAgain(rest)
    case .time: time(rest)
    case .runs: showRuns(rest)
    case .quit: return false
    }
    return true
  }

  private func only(_ word: String) -> ShellCommand? {
    let begun = ShellCommand.allCases.filter { $0.rawValue.hasPrefix(word) }
    return word.isEmpty || begun.count != 1 ? nil : begun[0]
  }

  private func complain(usage command: ShellCommand, _ message: String) {
    complain(message, hint: "\(command.usage)   \(command.doc)")
  }

  // MARK: Cells

  private func listCells() {
    if session.cells.isEmpty { return context.emit(.stdout("no cells yet\n")) }
    draw(.listing(Listing(session.cells)))
  }

  /// A cell by its number, or the last.
  private func cell(numbered text: String) -> NotebookCell? {
    guard !text.isEmpty else { return session.cells.last { !$0.isProse } }
    guard let number = Int(text) else { return nil }
    return session.cell(number)
  }

  private func edit(_ rest: String) {
    let cell = cell(numbered: rest)
    guard cell != nil || rest.isEmpty else {
      return complain(usage: .edit, "there is no cell `\(rest)`")
    }
    do throws(ExternalEditorFault) {
      let text = try editor.edit(cell?.source ?? "")
      if text.contains(where: { !$0.isWhitespace }) { session.run(input: text) }
    } catch {
      switch error {
      case .noEditor(let tried):
        complain(
          "no editor was found", hint: "set EDITOR; tried \(tried.joined(separator: ", "))")
      case .failed(let command, let status): complain("`\(command)` ended with status \(status)")
      case .file(let path, let code):
        complain("\(path): \(String(cString: strerror(code)))")
      }
    }
  }

  private func runAgain(_ rest: String) {
    if rest.isEmpty { return complain(usage: .run, "`:run` needs a name, a number or a file") }
    let named = session.cells.last { $0.defined.contains(rest) && $0.ending != .failed }
    if let cell = named ?? (Int(rest) != nil ? cell(numbered: rest) : nil) {
      session.run(input: cell.source)
      return
    }
    let looksLikeFile = rest.hasSuffix(".pts") || rest.contains("/")
    guard looksLikeFile || FileManager.default.fileExists(atPath: rest) else {
      let names = session.cells.flatMap(\.defined)
      return complain(
        Int(rest) == nil ? "no cell defines `\(rest)`" : "there is no cell \(rest)",
        hint: Suggestion.closest(to: rest, among: names).map { "did you mean `:run \($0)`?" }
          ?? "`:cells` lists them")
    }
    do throws(ScriptFileFault) {
      _ = session.run(file: try ScriptFile.read(rest))
    } catch {
      context.emit(.diagnostics([error.diagnostic]))
    }
  }

  private func time(_ rest: String) {
    if rest.isEmpty { return complain(usage: .time, "`:time` needs code to run") }
    let before = session.cells.count
    session.run(input: rest)
    let seconds = session.cells[before...].reduce(0) { $0 + $1.seconds }
    context.emit(.notice("took \(Numeral.duration(seconds))"))
  }

  // MARK: Files

  private func save(_ rest: String) {
    var name = rest
    let isForced = rest.hasSuffix(" force")
    if isForced { name = String(rest.dropLast(6)).trimmingCharacters(in: .whitespaces) }
    if name.isEmpty { return complain(usage: .save, "`:save` needs the name of a file") }
    let good = session.cells.filter { $0.isGood && !$0.source.isEmpty }
    if good.isEmpty { return complain("there is no good cell to save") }
    let path = (name as NSString).expandingTildeInPath
    if !isForced, FileManager.default.fileExists(atPath: path) {
      return complain("`\(name)` exists", hint: "`:save \(name) force` writes over it")
    }
    let text = session.notebookText
    do {
      try session.host.write(file: text, to: URL(fileURLWithPath: path))
    } catch {
      return complain(
        "`\(name)` can't be written",
        hint: "\(error)")
    }
    context.emit(.stdout("saved \(good.count) cell\(good.count == 1 ? "" : "s") to \(name)\n"))
    let file = SourceFile(
      name: name, path: URL(fileURLWithPath: path).standardizedFileURL.path, text: text)
    let faults = session.faults(in: file)
    if !faults.isEmpty {
      context.emit(.diagnostics(faults))
      context.emit(.notice("the file was written as it is; mend this before you run it"))
    }
  }

  private func showRuns(_ rest: String) {
    let pages = RunPages(context)
    _ = rest.isEmpty ? pages.list() : pages.show(rest)
  }
}
