import Diagnostics
import Figures
import Foundation
import Runs

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
            row: row, loss: try store.metrics(row.key).last?.loss,
            evaluation: try store.evaluations(row.key).last))
      }
      show(.table(RunTable(lines).table))
    }
  }

  package func show(_ id: String) -> Bool {
    answering { () throws(RunStoreError) in
      let row = try store.run(prefix: id)
      let page = RunPage(
        row: row, configuration: try store.configuration(row.key),
        metrics: try store.metrics(row.key), evaluations: try store.evaluations(row.key),
        outputs: try store.outputs(row.key),
        prompts: try store.prompts(row.key).map {
          "\($0.kind.rawValue), step \($0.step), \($0.vectors.shape[0]) × \($0.vectors.shape[1])"
        },
        checkpoint: try store.checkpoint(row.key)?.step)
      show(page.figure)
    }
  }

  package func clear(_ name: String?) -> Bool {
    answering { () throws(RunStoreError) in
      let count = try store.clear(named: name)
      emit(.stdout("removed \(count) run\(count == 1 ? "" : "s")\n"))
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
