import Diagnostics
import Foundation
import Script

/// The notebook's cells run again, edited, moved and taken out.
extension Session {
  package var staleCells: StaleCells { StaleCells(cells, ledger) }

  func index(of number: Int) -> Int? { cells.firstIndex { $0.number == number } }

  // MARK: Running again

  /// Runs a cell again, in its place; at the end, as another cell, where it changes variables of
  /// others: to run it twice isn't to run it once.
  @discardableResult
  package func run(cell number: Int) -> Ending {
    guard let index = index(of: number) else { return .failed }
    let cell = cells[index]
    if cell.pending == nil, let trace = cell.trace, isCurrentChange(trace) {
      return run(input: cell.source)
    }
    return runInPlace(index)
  }

  private func isCurrentChange(_ trace: CellTrace) -> Bool {
    trace.changed.contains { ledger[$0]?.version == trace.inputs[$0]?.version }
      || trace.defined.contains {
        trace.inputs[$0] != nil && ledger[$0]?.sequence == trace.sequence
      }
  }

  /// Runs the cells that are stale in the notebook's order, each once, up to the first that fails. One
  /// that uses what another is about to define comes after it, wherever it is.
  ///
  /// - Parameter retries: whether cells that have failed or were stopped are run again as well.
  package func runStale(retries: Bool = false) -> Ending {
    var done: Set<Int> = []
    while true {
      let stale = staleCells
      let waiting = cells.indices.filter { index in
        guard let number = cells[index].number, !done.contains(number) else { return false }
        return stale[index] != nil || (retries && cells[index].ending != .finished)
      }
      let next =
        waiting.first { index in !waiting.contains { waits(cells[index], for: cells[$0]) } }
        ?? waiting.first
      guard let next, let number = cells[next].number else { return .finished }
      done.insert(number)
      emit(.notice("[\(number)] \(cells[next].headline)"))
      let ending = runInPlace(next)
      if ending != .finished { return ending }
    }
  }

  /// Whether a cell uses a name that another one gives.
  private func waits(_ cell: NotebookCell, for other: NotebookCell) -> Bool {
    guard let trace = cell.trace, let given = other.trace, trace.sequence != given.sequence else {
      return false
    }
    return trace.inputs.contains { name, input in
      // The order of changes is the notebook's.
      given.defined.contains(name)
        && (!trace.defined.contains(name) || input.definer == given.sequence)
    }
  }

  private func runInPlace(_ index: Int) -> Ending {
    let cell = cells[index]
    return run(cell.pending ?? cell.text, at: index)
  }

  /// Puts another text in the place of a cell and runs it. A text with faults that a check finds is
  /// kept for another edit; the cell stays as it ran.
  @discardableResult
  package func replace(cell number: Int, by text: String) -> Ending {
    guard let index = index(of: number) else { return .failed }
    let file = SourceFile(name: "cell \(number)", path: cells[index].text.file.path, text: text)
    return run(SourceRange(file, 0, text.utf8.count), at: index)
  }

  private func run(_ text: SourceRange, at index: Int) -> Ending {
    let isWhole = text.lower == 0 && text.upper == text.file.bytes.count
    let program = prepare(isWhole ? text.file : text.file.masked(except: text))
    guard !program.diagnostics.containsErrors else {
      cells[index].pending = text
      return .failed
    }
    let ending = run(program, replacing: index, text: program.cells.count == 1 ? text : nil)
    putInOrder()
    return ending
  }

  /// Whether a cell has a text that hasn't been run.
  func isEdited(_ number: Int) -> Bool { cell(number)?.pending != nil }

  /// The number of a cell that defines again what a cell defines, all of it.
  package func replacement(of cell: NotebookCell) -> Int? {
    let names = (cell.trace?.defined ?? []).filter { HistoryName.number($0) == nil }
    let others = names.compactMap { ledger[$0]?.sequence }.filter { $0 != cell.trace?.sequence }
    guard let last = others.max(), others.count == names.count else { return nil }
    return cells.first { $0.trace?.sequence == last }?.number
  }

  // MARK: Order

  /// Takes a run out of the account: what it alone had defined is gone.
  func retract(_ trace: CellTrace, keepsNames: Bool) {
    ledger.retract(trace)
    if keepsNames { return }
    for name in ledger.names(definedBy: trace) {
      ledger.remove(name)
      if HistoryName.number(name) == nil { interpreter.remove(name) }
    }
  }

  /// Takes out a cell, and the names that no other one has defined since.
  package func delete(cell number: Int) {
    if let index = index(of: number) { remove(at: index) }
  }

  func remove(at index: Int) {
    let cell = cells.remove(at: index)
    for trace in cell.orphans + [cell.trace].compactMap(\.self) {
      retract(trace, keepsNames: false)
    }
    putInOrder()
  }

  /// Puts a cell after another one, or at the top. It may not come above a cell that defines what it
  /// uses, nor below one that uses what it defines.
  ///
  /// - Parameter target: the number of the cell that it follows; nil for the top.
  package func move(cell number: Int, after target: Int?) throws(CellOrderFault) {
    guard let from = index(of: number) else { return }
    var order = cells
    let first = blockStart(from)
    let block = Array(order[first...from])
    order.removeSubrange(first...from)
    let place = target.flatMap { target in order.firstIndex { $0.number == target } }
    order.insert(contentsOf: block, at: place.map { $0 + 1 } ?? 0)
    for (index, upper) in order.enumerated() {
      for lower in order[(index + 1)...] {
        guard let fault = CellOrderFault(upper, above: lower, name: name(upper, mustFollow: lower))
        else { continue }
        throw fault
      }
    }
    cells = order
  }

  /// Where the prose begins that leads to a cell.
  private func blockStart(_ index: Int) -> Int {
    var first = index
    while first > 0, cells[first - 1].isProse { first -= 1 }
    return first
  }

  /// Puts each cell below those whose current definitions it uses, and below others that define the
  /// same names, moving as few as that takes: the notebook's order is one in which it can be run.
  func putInOrder() {
    // Each pass puts at least one cell where it stays.
    for _ in cells {
      guard let (index, target) = misplaced else { return }
      let first = blockStart(index)
      let block = Array(cells[first...index])
      cells.insert(contentsOf: block, at: placeBelow(target, for: cells[index]))
      cells.removeSubrange(first...index)
    }
  }

  /// Where a cell goes below another: after those that have run between the two and have used what it
  /// has changed since.
  private func placeBelow(_ target: Int, for cell: NotebookCell) -> Int {
    guard let trace = cell.trace, let first = cells[target].trace?.sequence else {
      return target + 1
    }
    let changed = Set(trace.changed + trace.defined)
    let reader = cells.indices.last { index in
      guard index > target, let other = cells[index].trace else { return false }
      return other.sequence > first && other.sequence < trace.sequence
        && other.inputs.keys.contains(where: changed.contains)
    }
    return (reader ?? target) + 1
  }

  /// A cell and the lowest one that it must follow.
  private var misplaced: (index: Int, target: Int)? {
    for (index, cell) in cells.enumerated() where !cell.isProse {
      let target = cells.indices.last { lower in
        lower > index && name(cell, mustFollow: cells[lower]) != nil
      }
      if let target { return (index, target) }
    }
    return nil
  }

  /// The name for which a cell has to be below another one; nil where it may be above.
  private func name(_ cell: NotebookCell, mustFollow other: NotebookCell) -> String? {
    guard let trace = cell.trace, let earlier = other.trace else { return nil }
    let used = trace.inputs.filter { name, input in
      guard let known = ledger[name], known.version == input.version else { return false }
      // A variable that has to be defined again says nothing of the order of its changes.
      return known.sequence == earlier.sequence
        || (input.changer == earlier.sequence && !ledger.tainted.contains(known.sequence))
    }
    if let name = used.keys.min() { return name }
    guard earlier.sequence < trace.sequence else { return nil }
    return Set(earlier.defined).intersection(trace.defined).min()
  }
}

/// Why a cell can't be moved where it was to go.
package struct CellOrderFault: Error {
  /// The cell that would be above, and the one that has to be.
  package let upper: Int
  package let lower: Int
  package let name: String

  fileprivate init?(_ upper: NotebookCell, above lower: NotebookCell, name: String?) {
    guard let name, let first = upper.number, let second = lower.number else { return nil }
    (self.upper, self.lower, self.name) = (first, second, name)
  }
}

extension SourceFile {
  /// The file with blanks for all but a range, so that what is found in it has the places of the file.
  fileprivate func masked(except range: SourceRange) -> SourceFile {
    var bytes = bytes
    for index in bytes.indices
    where (index < range.lower || index >= range.upper) && bytes[index] != UInt8(ascii: "\n") {
      bytes[index] = UInt8(ascii: " ")
    }
    return SourceFile(name: name, path: path, text: String(decoding: bytes, as: UTF8.self))
  }
}
