import Diagnostics
import Script

/// A session's cells as a file that does the same: each statement that came to its end.
///
/// A file defines a name once, a session as often as somebody corrects himself. A definition that
/// nothing used before the next one is left out. One that was used keeps its meaning: under a name of
/// its own, or, where functions use the name and see the value it has when they are called, as a `var`
/// that is assigned.
package struct SavedNotebook {
  package private(set) var text = ""
  package private(set) var cellCount = 0
  /// What the file has otherwise than the session, or lacks.
  package private(set) var remarks: [String] = []

  private let cells: [NotebookCell]
  private var edits: [CellEdits]
  /// Names that no new one may have.
  private var taken: Set<String> = []

  init(_ cells: [NotebookCell], stale: StaleCells, preamble: String = "") {
    let cells = cells.map(\.asItIsNow)
    self.cells = cells
    edits = cells.map(CellEdits.init)
    for statement in cells.flatMap(\.statements) {
      taken.formUnion(statement.defined.map(\.name) + statement.uses.map(\.name))
    }
    dropRepeatedUses()
    for history in NameHistories(cells).all { write(history) }
    for cell in cells { remark(on: cell) }
    compose(preamble)
    if let phrase = StalePhrase(stale.all.map(\.cell)) {
      remarks.append("\(phrase.subject) stale: run as a file it may show something else there")
    }
  }

  // MARK: Names

  private mutating func write(_ history: NameHistory) {
    var history = history
    for dropped in history.takeUnused() { edits[dropped.cell].leaveOut(dropped.statement) }
    let final = history.keepsName ? history.name : fresh(history.name)
    if history.isCaptured { return assign(history, final) }
    var earlier: [String] = []
    for version in history.versions.dropLast() {
      earlier.append(fresh(history.name))
      rename(version, to: earlier[earlier.count - 1])
    }
    if let last = history.versions.last, final != history.name { rename(last, to: final) }
    if !earlier.isEmpty {
      let names = earlier.map { "`\($0)`" }.joined(separator: ", ")
      remarks.append("in the file the earlier `\(history.name)` is \(names)")
    }
  }

  private mutating func rename(_ version: NameHistory.Version, to name: String) {
    for place in [version.definition] + version.uses + version.ownUses {
      edits[place.cell].replace(place.range, by: name)
    }
  }

  /// All versions become values of one `var`.
  private mutating func assign(_ history: NameHistory, _ name: String) {
    for (index, version) in history.versions.enumerated() {
      let place = version.definition
      let statement = cells[place.cell].statements[version.statement]
      let keyword = index == 0 ? "var " : ""
      if case .variable = statement.kind {
        let start = statement.range.lowerBound..<place.range.upperBound
        edits[place.cell].replace(start, by: keyword + name)
      } else {
        let own = fresh(history.name)
        edits[place.cell].replace(place.range, by: own)
        edits[place.cell].insert(
          "\n\(keyword)\(name) = \(own)", at: statement.range.upperBound)
      }
      guard name != history.name else { continue }
      for use in version.uses + version.ownUses { edits[use.cell].replace(use.range, by: name) }
    }
  }

  private mutating func fresh(_ name: String) -> String {
    var number = 1
    while !taken.insert("\(name)_\(number)").inserted { number += 1 }
    return "\(name)_\(number)"
  }

  /// A file that is used twice gives its names once.
  private mutating func dropRepeatedUses() {
    var seen: Set<String> = []
    for (index, cell) in cells.enumerated() {
      for (statement, syntax) in cell.statements.enumerated() {
        if case .use(let path) = syntax.kind, !seen.insert(path).inserted {
          edits[index].leaveOut(statement)
        }
      }
    }
  }

  // MARK: The text

  /// Cells of which nothing is left aren't in the file, so `_3` may have another number there.
  private mutating func compose(_ preamble: String) {
    let kept = cells.indices.filter { edits[$0].isKept }
    let numbered = kept.compactMap { cells[$0].number }
    let numbers = Dictionary(uniqueKeysWithValues: zip(numbered, 1...))
    for index in kept {
      for use in cells[index].statements.flatMap(\.uses) {
        guard let number = HistoryName.number(use.name), number > 0 else { continue }
        if let new = numbers[number] { edits[index].replace(use.range, by: "_\(new)") }
      }
    }
    text = PercentFormat.text(
      kept.map { (cells[$0], PercentFormat.body(ofCell: edits[$0].text)) }, preamble: preamble)
    cellCount = kept.count
  }

  private mutating func remark(on cell: NotebookCell) {
    guard let number = cell.number, let stopped = cell.stopped, stopped.mayChangeInPart else {
      return
    }
    remarks.append(
      "cell \(number) stopped at `\(cell.excerpt(of: stopped))`: what that had changed by then "
        + "isn't in the file")
  }
}

extension NotebookCell {
  /// With the text that hasn't been run, of which nothing is known but the text.
  fileprivate var asItIsNow: NotebookCell {
    guard let pending else { return self }
    var cell = self
    (cell.text, cell.statements, cell.stopped) = (pending, [], nil)
    return cell
  }

  /// The first line of a statement, cut where it is long.
  fileprivate func excerpt(of statement: CellStatement) -> String {
    let range = statement.range
    let source = SourceRange(text.file, range.lowerBound, range.upperBound).text
    let line = source.prefix { !$0.isNewline }
    return line.count > 40 ? line.prefix(39) + "…" : String(line)
  }
}
