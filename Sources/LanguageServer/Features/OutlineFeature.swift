import JSON
import Syntax

/// The outline of a document: its cells, and what each introduces.
struct OutlineFeature {
  let document: Document

  /// The protocol's `SymbolKind`.
  private enum Kind: Int {
    case module = 2
    case function = 12
    case variable = 13
    case constant = 14
    case string = 15
    case object = 19
  }

  func symbols() -> JSONValue {
    let cells = Parser.parse(document.file).cells
    // A file without markers is one cell, which needs no name.
    if cells.count == 1, !isMarked(cells[0]) {
      return .array(cells[0].statements.flatMap(symbols))
    }
    var number = 0
    return .array(
      cells.compactMap { cell in
        guard cell.upper > cell.lower else { return nil }
        if !cell.isProse { number += 1 }
        let line = document.lines.line(at: cell.lower)
        let marker = cell.lower..<max(cell.lower, document.lines.end(ofLine: line))
        let children = cell.statements.flatMap(symbols)
        if !isMarked(cell), children.isEmpty { return nil }
        let title = cell.title.isEmpty ? (cell.isProse ? "prose" : "cell \(number)") : cell.title
        return symbol(
          title, cell.isProse ? .string : .module, cell.lower..<cell.upper, marker,
          children: children)
      })
  }

  private func isMarked(_ cell: CellSyntax) -> Bool {
    let line = document.lines.line(at: cell.lower)
    let end = document.lines.end(ofLine: line)
    return cell.lower < end && CellMarker.read(document.file.text(cell.lower..<end)) != nil
  }

  private func symbols(_ statement: Statement) -> [JSONValue] {
    let whole = statement.lower..<statement.upper
    switch statement.kind {
    case .define(let names, let isVariable, let value):
      var kind = isVariable ? Kind.variable : .constant
      if case .function = value.kind { kind = .function }
      return names.map { symbol($0.name, kind, whole, $0.lower..<$0.upper) }
    case .function(let name, _): return [symbol(name.name, .function, whole, name.range)]
    case .declare(let declaration):
      return [
        symbol(
          declaration.name.name, .object, whole, declaration.name.range, detail: declaration.noun)
      ]
    default: return []
    }
  }

  private func symbol(
    _ name: String, _ kind: Kind, _ range: Range<Int>, _ selection: Range<Int>,
    detail: String = "", children: [JSONValue] = []
  ) -> JSONValue {
    // The protocol has an empty name refused, and the selection within the range.
    let all =
      min(
        range.lowerBound, selection.lowerBound)..<max(
        range.upperBound, selection.upperBound)
    return .record([
      "name": .text(name.isEmpty ? "?" : name), "detail": .text(detail),
      "kind": .integer(kind.rawValue), "range": document.range(all),
      "selectionRange": document.range(selection), "children": .array(children),
    ])
  }

  /// The cells, for folding: all but the marker's line.
  func foldingRanges() -> JSONValue {
    let cells = Parser.parse(document.file).cells.filter(isMarked)
    return .array(
      cells.compactMap { cell in
        let first = document.lines.line(at: cell.lower)
        let last = document.lines.line(at: max(cell.lower, cell.upper - 1))
        guard last > first else { return nil }
        return .record([
          "startLine": .integer(first), "endLine": .integer(last), "kind": .text("region"),
        ])
      })
  }
}

extension NameSyntax {
  fileprivate var range: Range<Int> { lower..<upper }
}
