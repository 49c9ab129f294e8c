import Syntax

/// What a cell defines and what it uses from elsewhere: the edges of the graph of stale cells.
package struct CellNames {
  package let defined: [String]
  package let used: [String]

  init(_ statements: [Statement], _ resolution: Resolution) {
    var collector = NameCollector(resolution: resolution) { _ in true }
    for statement in statements { collector.visit(statement, isTopLevel: true) }
    defined = collector.defined
    used = collector.used
  }
}
