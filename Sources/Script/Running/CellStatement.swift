import Syntax

/// One statement of a cell as the writer of a session's file sees it: what it defines and uses, and
/// where. Ranges are UTF-8 offsets in the file.
package struct CellStatement {
  package enum Kind {
    /// `let` or `var` of one name.
    case variable
    case function
    /// Anything else that defines names.
    case definition
    case use(path: String)
    case other
  }

  package let kind: Kind
  package let range: Range<Int>
  package let defined: [(name: String, range: Range<Int>)]
  package let uses: [NameUse]
  /// Variables that it assigns or changes in place, itself or in its functions' bodies.
  package let changes: [NameUse]
  /// Whether it makes one function and does nothing else.
  package let isFunction: Bool
  /// Whether leaving it out may change more than the names that it defines.
  package let hasEffects: Bool
  /// Whether it may have changed something by the time that it fails.
  package let mayChangeInPart: Bool

  init(
    _ statement: Statement, _ resolution: Resolution, isBuiltin: @escaping (String) -> Bool
  ) {
    var collector = NameCollector(resolution: resolution, isBuiltin: isBuiltin)
    collector.visit(statement, isTopLevel: true)
    (uses, changes) = (collector.uses, collector.changes)
    var isFunction = false
    range = statement.lower..<statement.upper
    var names: [NameSyntax] = []
    var effects = collector.hasEffects
    mayChangeInPart = collector.changesVariables
    switch statement.kind {
    case .define(let defined, _, let value):
      names = defined
      kind = names.count == 1 ? .variable : .definition
      // A function does nothing before it is called.
      if case .function = value.kind { (effects, isFunction) = (false, names.count == 1) }
    case .function(let name, _):
      names = [name]
      kind = .function
      (effects, isFunction) = (false, true)
    case .declare(let declaration):
      names = [declaration.name]
      kind = .definition
    case .use(let path, _, _):
      kind = .use(path: path)
      effects = true
    default:
      kind = .other
      effects = true
    }
    hasEffects = effects
    self.isFunction = isFunction
    defined = names.map { ($0.name, $0.lower..<$0.upper) }
  }
}
