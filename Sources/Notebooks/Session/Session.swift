import Bindings
import Diagnostics
import Foundation
import Hub
import Ranks
import Script

/// A notebook while it is worked with: its cells, the names that they share, and the console that
/// it shows values and faults on.
///
/// Runs best on a thread with a large stack (`DeepStack`).
package final class Session {
  package enum Outcome: Equatable {
    case finished, failed, interrupted
  }

  package let console: Console
  package let host: EngineHost
  package let interpreter: Interpreter
  package private(set) var cells: [NotebookCell] = []

  private let interrupt: InterruptFlag

  /// - Parameters:
  ///   - hub: where models come from by name.
  ///   - storeFolder: where runs are kept; nil keeps none.
  ///   - ranks: the processes that run the same cells.
  ///   - advice: how to go on with an interrupted run, told to whoever interrupted it.
  package init(
    console: Console, interrupt: InterruptFlag, hub: HubSettings, storeFolder: URL?,
    resumesRuns: Bool, ranks: any ProcessGroup = SoleProcess(),
    advice: @escaping (_ run: String) -> String
  ) {
    self.console = console
    self.interrupt = interrupt
    host = EngineHost(
      .init(
        write: console.write, warn: console.warn, display: console.display,
        observer: ProgressObserver(console: console, advice: advice), hub: hub,
        download: DownloadObserver(console: console).note, interrupt: interrupt,
        resumesRuns: resumesRuns, storeFolder: storeFolder, ranks: ranks))
    interpreter = Interpreter(host: host, interrupt: interrupt)
  }

  /// Gives a name a value from outside.
  package func define(_ name: String, _ value: Value) { interpreter.define(name, value) }

  /// The number of the next cell.
  package var nextNumber: Int { (cells.last { $0.number != nil }?.number ?? 0) + 1 }

  package func cell(_ number: Int) -> NotebookCell? { cells.first { $0.number == number } }

  // MARK: Running

  /// Reports everything that can be found without running; true where nothing is wrong.
  package func check(file: SourceFile) -> Bool {
    let program = interpreter.prepare(file)
    console.report(program.diagnostics)
    return !program.diagnostics.containsErrors
  }

  /// Runs a file cell by cell up to the first that fails; nothing of it where a check finds errors.
  package func run(file: SourceFile) -> Outcome {
    let program = interpreter.prepare(file)
    console.report(program.diagnostics)
    if program.diagnostics.containsErrors { return .failed }
    for cell in program.cells {
      let outcome = run(cell, of: program)
      if outcome != .finished { return outcome }
    }
    return .finished
  }

  /// Runs what was typed into a shell as the next cell.
  @discardableResult
  package func run(input: String) -> Outcome {
    let number = nextNumber
    let file = SourceFile(name: "cell \(number)", text: input)
    let program = interpreter.prepare(file)
    console.report(program.diagnostics)
    if program.diagnostics.containsErrors {
      keep(number, "", input, [], .none, 0, .failed)
      return .failed
    }
    // A paste of a whole file has cells of its own.
    for cell in program.cells {
      let outcome = run(cell, of: program)
      if outcome != .finished { return outcome }
    }
    return .finished
  }

  private func run(_ cell: Cell, of program: Program) -> Outcome {
    if cell.isProse {
      keep(nil, cell.title, cell.range.text, [], .none, 0, .finished)
      return .finished
    }
    let number = nextNumber
    let started = ContinuousClock.now
    var value = Value.none
    var ending = NotebookCell.Ending.finished
    do {
      value = try interpreter.run(cell, of: program)
      // A run that ^C has ended carries its figures, and the cell goes no further.
      if interrupt.isRaised { ending = .interrupted }
      show(value, number)
    } catch ScriptError.interrupted {
      ending = .interrupted
      console.tellInterrupt()
    } catch ScriptError.fault(let diagnostic) {
      ending = .failed
      console.report([diagnostic])
    } catch {
      preconditionFailure("the interpreter throws script errors only: \(error)")
    }
    keep(
      number, cell.title, cell.range.text, cell.names.defined, value,
      (ContinuousClock.now - started) / .seconds(1), ending)
    switch ending {
    case .finished: return .finished
    case .failed: return .failed
    case .interrupted: return .interrupted
    }
  }

  private func show(_ value: Value, _ number: Int) {
    guard !value.isNone else { return }
    interpreter.remember(value, cell: number)
    console.display(value)
  }

  private func keep(
    _ number: Int?, _ title: String, _ source: String, _ defined: [String], _ value: Value,
    _ seconds: Double, _ ending: NotebookCell.Ending
  ) {
    cells.append(
      NotebookCell(
        number: number, title: title, source: PercentFormat.body(ofCell: source),
        defined: defined, value: value, seconds: seconds, ending: ending))
  }

  // MARK: Asking

  /// Every noun, function and word with its explanation, for `?name`.
  package var help: Help {
    Help(nouns: host.nouns, builtins: host.builtins, families: host.methodFamilies)
  }

  package var referencePage: String {
    Script.referencePage(
      schemas: host.nouns, builtins: host.builtins, families: host.methodFamilies)
  }

  /// The good cells as a file's text.
  package var notebookText: String { PercentFormat.text(cells.filter(\.isGood)) }

  /// What a check of a file finds that knows nothing of this session.
  package func faults(in file: SourceFile) -> [Diagnostic] {
    Interpreter(host: host).prepare(file).diagnostics
  }
}
