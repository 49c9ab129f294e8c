import Diagnostics
import Syntax

/// A script that was read and checked, cell by cell ready to run.
package struct Program {
  package let file: SourceFile
  package let cells: [Cell]
  /// Everything that was found without running, sorted by place; errors mean it can't run.
  package let diagnostics: [Diagnostic]
  /// Declarations of earlier cells of the session, then those of this program, in order.
  package let declarations: [StaticDeclaration]

  /// Reads and checks one file, or one input of a shell, against what a session knows already.
  static func prepare(_ file: SourceFile, _ interpreter: Interpreter) -> Program {
    let context = ProgramContext(declarations: interpreter.declarations, file: file)
    let firstNew = context.declarations.count
    let part = resolve(file, interpreter, context, isModule: false)
    var diagnostics = part.diagnostics
    diagnostics += interpreter.host.check(context.declarations, firstNew: firstNew)
    let canRun = !diagnostics.containsErrors
    let emitter = Emitter(
      interpreter: interpreter, file: file, resolution: part.resolver.resolution,
      uses: part.resolver.uses, isShared: true)
    let cells = zip(part.cells, part.slotCounts).enumerated().map { index, pair in
      Cell(
        index: index, title: pair.0.title, isProse: pair.0.isProse,
        range: SourceRange(file, pair.0.lower, pair.0.upper),
        names: CellNames(pair.0.statements, part.resolver.resolution),
        code: canRun
          ? CellCode(body: emitter.emit(cell: pair.0.statements), slotCount: pair.1) : nil)
    }
    return Program(
      file: file, cells: cells, diagnostics: diagnostics, declarations: context.declarations)
  }

  /// Reads and checks a file that another one uses.
  static func module(
    _ file: SourceFile, _ interpreter: Interpreter, _ context: ProgramContext
  ) -> (Module, [Diagnostic]) {
    let part = resolve(file, interpreter, context, isModule: true)
    guard !part.diagnostics.containsErrors else {
      return (Module(cells: [], globals: part.resolver.ownGlobals), part.diagnostics)
    }
    let emitter = Emitter(
      interpreter: interpreter, file: file, resolution: part.resolver.resolution,
      uses: part.resolver.uses, isShared: false)
    let cells = zip(part.cells, part.slotCounts).map {
      CellCode(body: emitter.emit(cell: $0.statements), slotCount: $1)
    }
    return (Module(cells: cells, globals: part.resolver.ownGlobals), part.diagnostics)
  }

  private static func resolve(
    _ file: SourceFile, _ interpreter: Interpreter, _ context: ProgramContext, isModule: Bool
  ) -> (cells: [CellSyntax], slotCounts: [Int], resolver: Resolver, diagnostics: [Diagnostic]) {
    let (cells, syntaxFaults) = Parser.parse(file)
    let resolver = Resolver(
      interpreter, file, context, syntaxFaults: syntaxFaults, isModule: isModule)
    let slotCounts = resolver.resolve(cells)
    return (cells, slotCounts, resolver, syntaxFaults + resolver.diagnostics)
  }
}

/// The code of one cell.
struct CellCode {
  let body: Node
  let slotCount: Int
}

/// One cell of a program.
package struct Cell {
  /// Its place among the program's cells.
  package let index: Int
  /// The text after `# %%`; often empty.
  package let title: String
  /// Whether it is prose in comments.
  package let isProse: Bool
  /// From its marker to before the next one.
  package let range: SourceRange
  package let names: CellNames
  /// Nil where the program has errors.
  let code: CellCode?
}
