import Bindings
import Diagnostics
import Figures
import Files
import Foundation
import Hub
import Ranks
import Script

/// A notebook while it is worked with: its cells, the names that they share, and the sink that
/// their outputs go to.
///
/// Runs best on a thread with a large stack (`DeepStack`).
package final class Session {
  package let host: EngineHost
  package let interpreter: Interpreter
  /// In the notebook's order.
  package internal(set) var cells: [NotebookCell] = []
  /// Set once a cell has called `exit`.
  package private(set) var exitStatus: Int32?
  /// Called with each cell as it ends, while names still have the values that it gave them.
  package var cellEnded: ((NotebookCell) -> Void)?

  /// The file that the notebook was read from, as it was then.
  package internal(set) var origin: SourceFile?
  /// Of the file when it was looked at last.
  var originStamp: FileStamp?
  /// Numbers of the cells whose staleness was reported.
  var toldStale: Set<Int> = []
  var ledger = NameLedger()
  private var lastNumber = 0
  private var lastSequence = 0
  private var lastShown: Int?
  private let relay: OutputRelay
  private let interrupt: InterruptFlag

  /// - Parameters:
  ///   - hub: where models come from by name.
  ///   - storeFolder: where runs are kept; nil keeps none.
  ///   - sourceFolder: where else the runs are that a script takes out of the store.
  ///   - forcesRuns: whether runs are trained that the store has finished, and results computed again.
  ///   - ranks: the processes that run the same cells.
  ///   - readLine: the next line of the input, for `input`; nil at its end.
  ///   - advice: how to continue a run that was interrupted.
  package init(
    sink: any CellSink, interrupt: InterruptFlag, hub: HubSettings, storeFolder: URL?,
    sourceFolder: URL? = nil, resumesRuns: Bool, forcesRuns: Bool = false,
    ranks: any ProcessGroup = SoleProcess(),
    readLine: @escaping (_ prompt: String) throws -> String? = { _ in nil },
    advice: @escaping (_ run: String) -> String
  ) {
    let relay = OutputRelay(sink)
    self.relay = relay
    self.interrupt = interrupt
    host = EngineHost(
      .init(
        write: { relay.emit(.stdout($0)) }, warn: { relay.emit(.stderr($0)) },
        display: { value in
          if let data = DisplayData(value) { relay.emit(.display(data)) }
        },
        clearOutput: { relay.emit(.clear(waits: $0)) },
        readLine: readLine, observer: RunReporter(relay, advice: advice), hub: hub,
        download: DownloadReporter(relay).report, interrupt: interrupt, resumesRuns: resumesRuns,
        forcesRuns: forcesRuns, storeFolder: storeFolder, sourceFolder: sourceFolder, ranks: ranks))
    interpreter = Interpreter(host: host, interrupt: interrupt)
  }

  /// What a script finds in `args`: the words of the command line after it.
  package var arguments: [String] {
    get { interpreter.arguments }
    set { interpreter.arguments = newValue }
  }

  /// The number of the next cell.
  package var nextNumber: Int { lastNumber + 1 }

  package func cell(_ number: Int) -> NotebookCell? { cells.first { $0.number == number } }

  /// Emits an output that belongs to no cell.
  package func emit(_ output: CellOutput) { relay.emit(output) }

  // MARK: Running

  /// Reports everything that can be found without running; true where nothing is wrong.
  package func check(file: SourceFile) -> Bool {
    !prepare(file).diagnostics.containsErrors
  }

  /// Runs a file cell by cell up to the first that fails; nothing of it where a check finds errors.
  package func run(file: SourceFile) -> Ending {
    let program = prepare(file)
    if interrupt.isRaised {
      emit(.interrupted)
      return .interrupted
    }
    return program.diagnostics.containsErrors ? .failed : run(program)
  }

  /// Runs what was typed into a shell as the next cell.
  @discardableResult
  package func run(input: String) -> Ending {
    let program = prepare(SourceFile(name: "cell \(nextNumber)", text: input))
    guard program.diagnostics.containsErrors else { return run(program) }
    relay.beginCell([.diagnostics(program.diagnostics)])
    let text = SourceRange(program.file, 0, input.utf8.count)
    keep(Draft(number: takeNumber(), text: text), .failed, in: .end)
    return .failed
  }

  func prepare(_ file: SourceFile) -> Program {
    let program = interpreter.prepare(file)
    var found = program.diagnostics
    if found.containsErrors, let transcript = ShellTranscript(file.text) {
      found = [transcript.diagnostic(in: file)]
    }
    // What ^C has cut short looks like a fault of the script.
    if !found.isEmpty, !interrupt.isRaised { emit(.diagnostics(found)) }
    return program
  }

  /// Where a cell that has run goes in the notebook.
  enum Placement {
    case end
    /// In the place of the cell at the index, whose number it gets.
    case replacing(Int)
    case before(Int)
  }

  /// Its cells, of which a paste of a whole file has several.
  ///
  /// - Parameters:
  ///   - index: of the cell whose place they take; nil puts them at the end.
  ///   - text: where the text of its only cell is from, if not from the program's file.
  func run(_ program: Program, replacing index: Int? = nil, text: SourceRange? = nil) -> Ending {
    let scripts = host.engine.inputs.take()
    var index = index
    var isReplaced = false
    defer {
      // Nothing but prose was left of it.
      if let index, !isReplaced { remove(at: index) }
    }
    for cell in program.cells {
      var placement = Placement.end
      if let place = index {
        placement = isReplaced || cell.isProse ? .before(place) : .replacing(place)
        if !cell.isProse { isReplaced = true }
        index = place + 1
      }
      let ending = run(cell, of: program, in: placement, scripts: scripts, text: text)
      if ending != .finished { return ending }
    }
    return .finished
  }

  private func run(
    _ cell: Cell, of program: Program, in placement: Placement, scripts: [InputFile],
    text: SourceRange?
  ) -> Ending {
    var draft = Draft(
      number: cell.isProse ? nil : number(in: placement), title: cell.title,
      text: text ?? cell.range, statements: cell.statements, defined: cell.names.defined)
    let warnings = program.diagnostics.filter { warning in
      warning.range.map { cell.range.contains($0) } ?? false
    }
    relay.beginCell(warnings.isEmpty ? [] : [.diagnostics(warnings)])
    // The command that runs a cell again has named it.
    if case .end = placement,
      program.file.path != nil || !cell.title.isEmpty || cell.isProse
    {
      emit(.heading(CellHeading(cell)))
    }
    guard let number = draft.number else {
      keep(draft, .finished, in: placement)
      return .finished
    }
    lastSequence += 1
    var run = CellRun(
      sequence: lastSequence, statements: [], imported: cell.imported, file: program.file,
      before: values(of: cell.names.defined + ["_\(number)"]), lastShown: lastShown,
      files: cell.imported.isEmpty ? [] : scripts)
    var ending = Ending.finished
    var stopsEarly = true
    do {
      draft.value = try interpreter.run(cell, of: program)
      stopsEarly = false
      // A run that ^C has ended keeps its results, and the cell ends there.
      if interrupt.isRaised { ending = .interrupted }
      if show(draft.value, number) { run.shown = (number, draft.value) }
    } catch ScriptError.interrupted {
      ending = .interrupted
      emit(.interrupted)
    } catch ScriptError.fault(let diagnostic) {
      ending = .failed
      emit(.diagnostics([diagnostic]))
    } catch ScriptError.exit(let status) {
      ending = .exited(status)
      exitStatus = status
    } catch {
      preconditionFailure("the interpreter throws script errors only: \(error)")
    }
    if stopsEarly { draft.stop(at: interpreter.finishedStatements) }
    run.statements = draft.statements
    run.files += host.engine.inputs.take()
    draft.trace = ledger.record(run) { interpreter.value(of: $0) }
    keep(draft, ending, in: placement)
    return ending
  }

  private func number(in placement: Placement) -> Int {
    if case .replacing(let index) = placement, let number = cells[index].number { return number }
    return takeNumber()
  }

  /// The number of a new cell.
  func takeNumber() -> Int {
    lastNumber += 1
    return lastNumber
  }

  private func values(of names: [String]) -> [String: Value] {
    var values: [String: Value] = [:]
    for name in names {
      let number = HistoryName.number(name)
      values[name] = number.map { interpreter.shown[$0] } ?? interpreter.value(of: name)
    }
    return values
  }

  /// Whether there was anything to show.
  private func show(_ value: Value, _ number: Int) -> Bool {
    guard let data = DisplayData(value) else { return false }
    interpreter.remember(value, cell: number)
    lastShown = number
    emit(.value(data, cell: number))
    return true
  }

  /// A cell that runs.
  private struct Draft {
    let number: Int?
    var title = ""
    let text: SourceRange
    var statements: [CellStatement] = []
    var stopped: CellStatement?
    var defined: [String] = []
    var value = Value.none
    var trace: CellTrace?
    let started = ContinuousClock.now

    mutating func stop(at index: Int) {
      stopped = statements[index]
      statements.removeLast(statements.count - index)
    }
  }

  private func keep(_ draft: Draft, _ ending: Ending, in placement: Placement) {
    let record = relay.endCell()
    var cell = NotebookCell(
      number: draft.number, title: draft.title,
      source: PercentFormat.body(ofCell: draft.text.text), text: draft.text,
      trace: draft.trace, statements: draft.statements, stopped: draft.stopped,
      defined: draft.defined, value: draft.value, outputs: record.outputs,
      omittedOutputs: record.omittedCount,
      seconds: (ContinuousClock.now - draft.started) / .seconds(1), ending: ending)
    cell.isOfFile = origin != nil && draft.text.file.path == origin?.path
    switch placement {
    case .end: cells.append(cell)
    case .before(let index): cells.insert(cell, at: index)
    case .replacing(let index):
      let old = cells[index]
      cell.isOfFile = old.isOfFile
      if cell.title.isEmpty { cell.title = old.title }
      let earlier = old.orphans + [old.trace].compactMap(\.self)
      if ending != .finished { cell.orphans = earlier }
      cells[index] = cell
      for trace in earlier { retract(trace, keepsNames: ending != .finished) }
    }
    cellEnded?(cell)
  }

  // MARK: Asking

  /// Every noun, function and word with its explanation, for `?name`.
  package var help: Help {
    Help(host)
  }

  package var referencePage: String {
    Script.referencePage(host)
  }

  /// The cells as a file that does the same.
  package var notebook: SavedNotebook {
    SavedNotebook(
      cells, stale: StaleCells(cells, ledger, asFile: true),
      preamble: origin.map { PercentFormat.preamble(of: $0.text) } ?? "")
  }

  /// The names that cells have defined and that have values, sorted.
  package var names: [(name: String, value: Value)] {
    interpreter.globalNames.filter { $0 != "args" }.compactMap { name in
      interpreter.value(of: name).map { (name, $0) }
    }
  }

  /// Forgets names, so that what they hid is found again.
  package func forget(_ names: [String]) {
    for name in names {
      interpreter.forget(name)
      ledger.forget(name)
    }
    if !cells.isEmpty { cells[cells.count - 1].forgotten += names }
  }

  /// Forgets all cells and what they have defined.
  package func reset() {
    for name in interpreter.globalNames where name != "args" { interpreter.forget(name) }
    interpreter.forgetHistory()
    (cells, origin, toldStale, ledger) = ([], nil, [], NameLedger())
    (lastNumber, lastShown) = (0, nil)
  }

  /// The faults that a check finds in a file by itself, without this session's names.
  package func faults(in file: SourceFile) -> [Diagnostic] {
    Interpreter(host: host).prepare(file).diagnostics
  }
}

extension SourceRange {
  fileprivate func contains(_ other: SourceRange) -> Bool {
    file === other.file && lower <= other.lower && other.upper <= upper
  }
}
