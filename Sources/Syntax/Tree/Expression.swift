/// A piece of a script that has a value.
package struct Expression {
  package indirect enum Kind {
    case none
    case bool(Bool)
    case number(Double)
    case string([StringSegment])
    case name(NameSyntax)
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
    case attempt(AttemptSyntax)
    /// What couldn't be read; already reported.
    case invalid
  }

  package let kind: Kind
  package let lower: Int
  package let upper: Int
}

package enum StringSegment {
  case text(String)
  case value(Expression, TextFormat?)
}

package struct RecordEntry {
  package let name: String
  package let lower: Int
  package let upper: Int
  package let value: Expression
}

package struct Argument {
  /// The parameter's name, as in `tokens: 5`.
  package let name: String?
  package let lower: Int
  package let value: Expression
}

package struct ConditionalSyntax {
  package let branches: [(condition: Expression, body: Block)]
  package let otherwise: Block?
}

/// `try { … } catch error { … }`.
package struct AttemptSyntax {
  package let body: Block
  /// Nil where the error has no name.
  package let error: NameSyntax?
  package let handler: Block
}
