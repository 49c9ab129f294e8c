import Diagnostics
import Files
import Foundation
import Script
import Syntax

/// The notebook and the file that it is read from.
extension Session {
  /// Runs a file as the notebook's own. Cells that come after one that fails wait in the notebook.
  package func open(_ file: SourceFile) -> Ending {
    takeFile(file)
    let ending = run(file: file)
    if ending != .finished {
      let program = Interpreter(host: host).prepare(file)
      if !program.diagnostics.containsErrors { _ = takeOver(program) }
    }
    return ending
  }

  /// Whether the file's text on the disk is another one; true once for each change.
  var hasFileChanged: Bool {
    guard let origin, let path = origin.path else { return false }
    let stamp = FileStamp(URL(fileURLWithPath: path))
    guard let stamp, stamp != originStamp else { return false }
    // An editor that is just writing it is asked again later.
    guard let bytes = try? ScriptFile.read(path, interpreter.interrupt).bytes else { return false }
    originStamp = stamp
    return bytes != origin.bytes
  }

  /// The notebook's file and those that its cells have read.
  package var inputURLs: [URL] {
    let script = origin?.path.map { [URL(fileURLWithPath: $0)] } ?? []
    return script + cells.compactMap(\.trace).flatMap(\.files).map(\.url)
  }

  /// Whether one of them is another now.
  package func hasChanged(_ url: URL) -> Bool {
    if isOrigin(url.path) { return isFileForeign }
    return cells.compactMap(\.trace).flatMap(\.files).contains { $0.url == url && $0.hasChanged }
  }

  /// Whether the file's text on the disk isn't the one that was read or saved.
  var isFileForeign: Bool {
    guard let origin, let path = origin.path else { return false }
    let now = try? ScriptFile.read(path, interpreter.interrupt)
    return now.map { $0.bytes != origin.bytes } ?? false
  }

  /// Whether a path is that of the notebook's file.
  func isOrigin(_ path: String) -> Bool {
    origin?.path == URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// Notes what the notebook's file has now.
  func takeFile(_ file: SourceFile) {
    origin = file
    originStamp = file.path.flatMap { FileStamp(URL(fileURLWithPath: $0)) }
  }

  /// What a reload has done.
  package struct Reload {
    package fileprivate(set) var edited = 0
    package fileprivate(set) var added = 0
    package fileprivate(set) var removed = 0

    package var text: String {
      let parts = [("edited", edited), ("added", added), ("removed", removed)].filter { $0.1 > 0 }
      guard let first = parts.first else { return "no cell has changed" }
      let cells = "\(first.1) cell\(first.1 == 1 ? "" : "s") \(first.0)"
      return ([cells] + parts.dropFirst().map { "\($0.1) \($0.0)" }).joined(separator: ", ")
    }
  }

  /// Takes over the cells of a file: what is the same code stays as it ran, what is new or edited
  /// waits to be run, and what is gone is taken out. Nothing is run.
  ///
  /// - Returns: nil where a check finds errors, which are emitted; the notebook stays as it was.
  package func reload(_ file: SourceFile) -> Reload? {
    let program = Interpreter(host: host).prepare(file)
    takeFile(file)
    if program.diagnostics.containsErrors {
      emit(.diagnostics(program.diagnostics))
      return nil
    }
    return takeOver(program)
  }

  private func takeOver(_ program: Program) -> Reload {
    var summary = Reload()
    var result: [NotebookCell] = []
    var removed: [NotebookCell] = []
    for step in CellMatch.steps(from: cells, to: program.cells) {
      switch step {
      case .same(let old, let new): result.append(old.taken(from: new))
      case .edited(var old, let new):
        (old.pending, old.title, old.isOfFile) = (new.range, new.title, true)
        summary.edited += 1
        result.append(old)
      case .added(let new):
        if !new.isProse { summary.added += 1 }
        result.append(NotebookCell(new, number: new.isProse ? nil : takeNumber()))
      case .removed(let old):
        if !old.isProse { summary.removed += 1 }
        removed.append(old)
      case .kept(let old): result.append(old)
      }
    }
    cells = result
    for trace in removed.flatMap({ $0.orphans + [$0.trace].compactMap(\.self) }) {
      retract(trace, keepsNames: false)
    }
    return summary
  }
}

extension NotebookCell {
  /// A cell that hasn't been run.
  fileprivate init(_ cell: Cell, number: Int?) {
    self.init(
      number: number, title: cell.title,
      source: number == nil ? PercentFormat.body(ofCell: cell.range.text) : "", text: cell.range,
      pending: number == nil ? nil : cell.range, isOfFile: true, statements: [], defined: [],
      value: .none, outputs: [], omittedOutputs: 0, seconds: 0, ending: .finished)
  }

  /// The same code with the comments, the title and the place that a file has for it.
  fileprivate func taken(from new: Cell) -> NotebookCell {
    var cell = self
    (cell.title, cell.isOfFile) = (new.title, true)
    if pending != nil {
      cell.pending = new.range
      return cell
    }
    (cell.text, cell.source) = (new.range, PercentFormat.body(ofCell: new.range.text))
    let statements = new.statements
    if statements.count >= self.statements.count + (stopped == nil ? 0 : 1) {
      cell.statements = Array(statements.prefix(self.statements.count))
      cell.stopped = stopped.map { _ in statements[self.statements.count] }
    }
    return cell
  }
}
