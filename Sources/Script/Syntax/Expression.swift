/// A piece of a script that has a value.
struct Expression {
  indirect enum Kind {
    case none
    case bool(Bool)
    case number(Double)
    case string([StringSegment])
    case name(NameUse)
    case list([Expression])
    case record([RecordEntry])
    /// Inside brackets either end may be open.
    case range(Expression?, Expression?)
    case negated(Expression)
    case not(Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// `a < b <= c`: each operator with its right side.
    case comparison(Expression, [(op: BinaryOperator, right: Expression)])
    case logical(isAnd: Bool, Expression, Expression)
    case membership(Expression, of: Expression, isNegated: Bool)
    case call(Expression, [Argument])
    case member(Expression, String, lower: Int)
    case index(Expression, [Expression])
    case function(FunctionSyntax)
    case conditional(ConditionalSyntax)
    /// What couldn't be read; already reported.
    case invalid
  }

  let kind: Kind
  let lower: Int
  let upper: Int
}

enum StringSegment {
  case text(String)
  case value(Expression)
}

/// A name where it is used; the resolver finds what it stands for.
final class NameUse {
  let name: String
  var binding: Binding?

  init(_ name: String) { self.name = name }
}

/// A name where it is introduced.
struct NameSyntax {
  let name: String
  let lower: Int
  let upper: Int
  /// Made by the resolver.
  let slot = DefinitionSlot()
}

/// Carries the variable that the resolver makes for a definition to the emitter.
final class DefinitionSlot {
  var binding: Binding?
}

struct RecordEntry {
  let name: String
  let lower: Int
  let upper: Int
  let value: Expression
}

struct Argument {
  /// The parameter's name, as in `tokens: 5`.
  let name: String?
  let lower: Int
  let value: Expression
}

/// `fn name(a, b = 1) { … }`, `x => expr`, `(a, b) => expr`.
final class FunctionSyntax {
  struct Parameter {
    let name: NameSyntax
    let fallback: Expression?
  }

  let name: String?
  let parameters: [Parameter]
  let body: Block
  /// Filled in by the resolver: variables of outer functions that the body uses.
  var captures: [(outer: Binding, inner: Binding)] = []
  var slotCount = 0

  init(name: String?, parameters: [Parameter], body: Block) {
    self.name = name
    self.parameters = parameters
    self.body = body
  }
}

struct ConditionalSyntax {
  let branches: [(condition: Expression, body: Block)]
  let otherwise: Block?
}
