/// A piece of a script that does something.
package struct Statement {
  package indirect enum Kind {
    /// `isSilent` where a `;` closes it.
    case expression(Expression, isSilent: Bool)
    /// `let` and `var`, one name or as many as the list on the right has items.
    case define(names: [NameSyntax], isVariable: Bool, Expression)
    case assign(Expression, BinaryOperator?, Expression)
    case function(NameSyntax, FunctionSyntax)
    case loop(names: [NameSyntax], over: Expression, Block)
    case whileLoop(Expression, Block)
    case give(Expression?)
    case breakLoop
    case continueLoop
    case assert(Expression, message: Expression?)
    case use(String, lower: Int, upper: Int)
    case declare(DeclarationSyntax)
    case invalid
  }

  package let kind: Kind
  package let lower: Int
  package let upper: Int
}

package struct Block {
  package let statements: [Statement]
  package let lower: Int
  package let upper: Int
}
