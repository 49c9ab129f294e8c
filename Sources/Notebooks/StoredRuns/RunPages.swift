import Bindings
import Diagnostics
import Figures
import Files
import Foundation
import JSON
import Runs
import Script

/// The store's contents for people: the list of runs, and a page about one.
///
/// Each function is false where the store couldn't answer, which it has then reported.
package struct RunPages {
  private let store: RunStore
  private let emit: (CellOutput) -> Void

  /// - Parameter folder: the store's.
  package init(folder: URL, emit: @escaping (CellOutput) -> Void) {
    store = RunStore(folder: folder)
    self.emit = emit
  }

  package func list(_ name: String? = nil) -> Bool {
    answering { () throws(RunStoreError) in
      let rows = try store.runs(named: name)
      if rows.isEmpty {
        let which = name.map { " named `\($0)`" } ?? ""
        return emit(.notice("no runs\(which) are kept in \(store.folder.path)"))
      }
      var lines: [RunTable.Line] = []
      for row in rows {
        lines.append(
          RunTable.Line(
            row: row, loss: try store.lastLoss(row.key),
            evaluation: try store.evaluations(row.key).last))
      }
      show(.table(RunTable(lines).table))
      emit(.notice("\(store.folder.path) holds \(Numeral.bytes(store.size))"))
    }
  }

  /// Ids and names, a line each, for the completions of shells.
  package func listNames(_ name: String? = nil) -> Bool {
    answering { () throws(RunStoreError) in
      let rows = try store.runs(named: name)
      var seen: Set<String> = []
      let words = rows.map(\.key.short) + rows.map(\.name)
      for word in words where seen.insert(word).inserted { emit(.stdout("\(word)\n")) }
    }
  }

  /// What the runs of the program that was checked last would do.
  package func plan(_ host: EngineHost) -> Bool {
    let forecasts: [RunForecast]
    do {
      forecasts = try host.forecasts()
    } catch {
      let fault = (error as? Fault) ?? host.fault(for: error)
      emit(.diagnostics([Diagnostic(fault?.message ?? "\(error)", hint: fault?.hint)]))
      return false
    }
    if forecasts.isEmpty {
      emit(.notice("there is no run in it"))
    } else {
      show(PlanTable(forecasts).figure)
    }
    return true
  }

  /// The run that is meant: by the first digits of its id, or the latest of that name.
  private func row(_ id: String) throws(RunStoreError) -> RunRow {
    if let named = try store.runs(named: id, limit: 1).first { return named }
    return try store.run(prefix: id)
  }

  private func page(_ id: String) throws(RunStoreError) -> RunPage {
    try Self.page(of: try row(id), in: store)
  }

  private static func page(of row: RunRow, in store: RunStore) throws(RunStoreError) -> RunPage {
    RunPage(
      row: row, configuration: try store.configuration(row.key),
      metrics: try store.metrics(row.key), evaluations: try store.evaluations(row.key),
      outputs: try store.outputs(row.key),
      prompts: try store.prompts(row.key).map {
        "\($0.kind.rawValue), step \($0.step), \($0.vectors.shape[0]) × \($0.vectors.shape[1])"
      },
      checkpoint: try store.checkpointStep(row.key))
  }

  package func show(_ id: String) -> Bool {
    answering { () throws(RunStoreError) in
      emit(.display(try Self.display(of: try row(id), in: store)))
    }
  }

  /// A page about a run, which changes for as long as the run trains, in this process or another.
  package static func display(
    of row: RunRow, in store: RunStore
  ) throws(RunStoreError) -> DisplayData {
    let figure = try page(of: row, in: store).figure
    guard row.status == .running else { return DisplayData(figure) }
    return DisplayData(figure) {
      // A run that was removed meanwhile stays as it was seen.
      guard let row = try? store.run(row.key),
        let display = try? Self.display(of: row, in: store)
      else { return DisplayData(figure) }
      return display
    }
  }

  /// The same as one line of JSON.
  package func showJSON(_ id: String) -> Bool {
    answering { () throws(RunStoreError) in emit(.stdout(try page(id).json.compact + "\n")) }
  }

  /// The curves as CSV: a line a step.
  package func showCSV(_ id: String) -> Bool {
    answering { () throws(RunStoreError) in emit(.stdout(try page(id).csv)) }
  }

  /// Writes the curves of runs as event files, a folder a run; of all runs where none is named.
  package func writeEvents(_ ids: [String], to folder: URL) -> Bool {
    answering { () throws(RunStoreError) in
      var rows: [RunRow] = []
      if ids.isEmpty { rows = try store.runs() }
      for id in ids { rows.append(try row(id)) }
      if rows.isEmpty { return emit(.notice("no runs are kept in \(store.folder.path)")) }
      for row in rows {
        let events = TensorBoardEvents(
          started: row.started, metrics: try store.metrics(row.key),
          evaluations: try store.evaluations(row.key))
        let part = folder.appendingPathComponent("\(row.name)-\(row.key.short)")
        do throws(FileError) {
          try Folder.create(part)
          try AtomicFile.write(
            events.data, to: part.appendingPathComponent(events.fileName(key: row.key)))
        } catch {
          throw .unwritable(path: error.file.path, reason: error.reason)
        }
      }
      let count = rows.count
      emit(
        .stdout(
          "wrote \(count) run\(count == 1 ? "" : "s") to \(folder.path); "
            + "`tensorboard --logdir \(folder.path)` shows them\n"))
    }
  }

  /// What two runs were given differently, and what came out.
  package func compare(_ ids: [String]) -> Bool {
    answering { () throws(RunStoreError) in
      var pages: [RunPage] = []
      for id in ids { pages.append(try page(id)) }
      show(RunComparison(pages).figure)
    }
  }

  package func pin(_ id: String, _ isPinned: Bool) -> Bool {
    answering { () throws(RunStoreError) in
      let row = try row(id)
      try store.pin(row.key, isPinned)
      emit(
        .stdout(
          isPinned
            ? "\(row.name) (\(row.key.short)) is pinned: `pts runs clear` keeps it\n"
            : "\(row.name) (\(row.key.short)) is no longer pinned\n"))
    }
  }

  /// - Parameter age: only what is older than that many seconds.
  package func clear(_ name: String?, olderThan age: Double? = nil) -> Bool {
    answering { () throws(RunStoreError) in
      let before = store.size
      let count = try store.clear(
        named: name, olderThan: age.map { Date(timeIntervalSinceNow: -$0) })
      let freed = max(0, before - store.size)
      emit(
        .stdout("removed \(count) run\(count == 1 ? "" : "s"), \(Numeral.bytes(freed)) freed\n"))
      let pinned = try store.runs(named: name).count { $0.isPinned }
      if pinned > 0 {
        emit(.notice("\(pinned) pinned run\(pinned == 1 ? " is" : "s are") kept"))
      }
    }
  }

  private func show(_ figure: Figure) { emit(.display(DisplayData(figure))) }

  private func answering(_ body: () throws(RunStoreError) -> Void) -> Bool {
    do throws(RunStoreError) {
      try body()
      return true
    } catch {
      emit(.diagnostics([Diagnostic(error.message, hint: error.hint)]))
      return false
    }
  }
}
