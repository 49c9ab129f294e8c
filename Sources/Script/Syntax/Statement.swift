/// A piece of a script that does something.
struct Statement {
  indirect enum Kind {
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

  let kind: Kind
  let lower: Int
  let upper: Int
}

struct Block {
  let statements: [Statement]
  let lower: Int
  let upper: Int
}

/// `kind name { field: value … }`.
final class DeclarationSyntax {
  struct Field {
    let name: String
    let lower: Int
    let upper: Int
    let value: Expression
  }

  let noun: String
  let nounLower: Int
  let name: NameSyntax
  let fields: [Field]
  /// The schema that the resolver found.
  var schema: NounSchema?

  init(noun: String, nounLower: Int, name: NameSyntax, fields: [Field]) {
    self.noun = noun
    self.nounLower = nounLower
    self.name = name
    self.fields = fields
  }
}
