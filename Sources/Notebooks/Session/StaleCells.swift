import Foundation
import Script

/// The cells whose results a run of the notebook from its top would not give again, and why.
///
/// A cell is stale when a name that it used means something else now, when a file that it read has
/// changed, when its text was edited, or when it used what a stale cell gave.
package struct StaleCells {
  package enum Reason: Equatable, Sendable {
    /// Its text was changed and hasn't been run.
    case edited
    /// It was added to the file and hasn't been run.
    case added
    case name(String)
    case file(String)

    /// A word or a name for a list.
    package var text: String {
      switch self {
      case .edited: "edited"
      case .added: "not run"
      case .name(let name): name
      case .file(let name): name
      }
    }
  }

  /// By the index of the cell.
  private var reasons: [Int: Reason] = [:]
  private let cells: [NotebookCell]
  private let ledger: NameLedger
  /// Runs whose definitions count as they were, whatever the names mean now.
  private let definers: Set<Int>
  /// Runs whose definitions are needed again because a stale cell changes them or builds on them.
  private var retaken: Set<Int> = []
  private let sequences: Set<Int>

  /// - Parameter asFile: leaves out cells that used an earlier meaning of a name whose definition the
  ///   notebook still has: a saved file has it too, under a name of its own.
  init(_ cells: [NotebookCell], _ ledger: NameLedger, asFile: Bool = false) {
    self.cells = cells
    self.ledger = ledger
    sequences = Set(cells.compactMap(\.trace?.sequence))
    definers = asFile ? Set(cells.compactMap { $0.pending == nil ? $0.trace?.sequence : nil }) : []
    repeat { walk() } while retakeVariables()
  }

  /// In the notebook's order.
  package var all: [(cell: NotebookCell, reason: Reason)] {
    reasons.sorted { $0.key < $1.key }.map { (cells[$0.key], $0.value) }
  }

  subscript(index: Int) -> Reason? { reasons[index] }

  private mutating func walk() {
    reasons = [:]
    var staleNames: Set<String> = []
    // The run that changed a variable last, above the cell.
    var changers: [String: Int] = [:]
    for (index, cell) in cells.enumerated() {
      guard !cell.isProse else { continue }
      if cell.pending != nil {
        reasons[index] = cell.trace == nil ? .added : .edited
      } else if cell.ending == .finished, let trace = cell.trace {
        reasons[index] = reason(trace, staleNames, changers)
      }
      guard let trace = cell.trace else { continue }
      for name in trace.defined where ledger[name]?.sequence == trace.sequence {
        changers[name] = nil
        if reasons[index] == nil { staleNames.remove(name) } else { staleNames.insert(name) }
      }
      for name in trace.changed where ledger[name]?.version == trace.inputs[name]?.version {
        changers[name] = trace.sequence
        if reasons[index] != nil { staleNames.insert(name) }
      }
    }
  }

  private func reason(
    _ trace: CellTrace, _ staleNames: Set<String>, _ changers: [String: Int]
  ) -> Reason? {
    for (name, input) in trace.inputs.sorted(by: { $0.key < $1.key }) {
      guard let known = ledger[name] else { continue }
      if trace.defined.contains(name) {
        // Redefined from what it was, which has to be there still.
        if sequences.contains(input.definer) { continue }
        return .name(name)
      }
      let isEarlier = isGone(name) || known.version != input.version
      if isEarlier, definers.contains(input.definer) { continue }
      if isEarlier || staleNames.contains(name) || changers[name] != input.changer {
        return .name(name)
      }
    }
    if let name = trace.late.first(where: isGone) { return .name(name) }
    if ledger.tainted.union(retaken).contains(trace.sequence) {
      return .name(trace.defined.first { HistoryName.number($0) == nil } ?? "")
    }
    let changed = trace.files.first(where: \.hasChanged)
    return changed.map { .file($0.url.lastPathComponent) }
  }

  /// Whether no cell gives a name the meaning that it has, or it has none.
  private func isGone(_ name: String) -> Bool {
    guard let known = ledger[name] else { return false }
    return known.isGone || !sequences.contains(known.sequence)
  }

  /// Another run of a cell that changes a variable needs the value that the variable was defined with.
  private mutating func retakeVariables() -> Bool {
    let count = retaken.count
    for index in reasons.keys {
      guard let trace = cells[index].trace else { continue }
      for name in trace.changed {
        guard let known = ledger[name], known.version == trace.inputs[name]?.version else {
          continue
        }
        retaken.insert(known.sequence)
      }
      retaken.formUnion(trace.redefined.map(\.definer))
    }
    return retaken.count > count
  }
}
