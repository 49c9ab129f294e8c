import Diagnostics

/// A script that was read and checked, cell by cell ready to run.
package struct Program {
  package let file: SourceFile
  package let cells: [Cell]
  /// Everything that was found without running, sorted by position; errors mean it can't run.
  package let diagnostics: [Diagnostic]
  /// Declarations of earlier cells of the session, then those of this program, in order.
  package let declarations: [StaticDeclaration]
  let resolved: ResolvedFile

  /// Reads and checks one file, or one input of a shell, against what a session knows already.
  static func prepare(_ file: SourceFile, _ interpreter: Interpreter) -> Program {
    let context = ProgramContext(
      host: interpreter.host, builtins: interpreter.builtins, nouns: interpreter.nouns,
      known: interpreter.globals, removed: interpreter.removed,
      declarations: interpreter.declarations,
      fieldNames: interpreter.fieldNames, file: file)
    let firstNew = context.declarations.count
    let resolved = ResolvedFile(file, context, isUsed: false)
    interpreter.fieldNames.formUnion(context.fieldNames)
    let diagnostics =
      resolved.diagnostics + interpreter.host.check(context.declarations, firstNew: firstNew)
    let code = diagnostics.containsErrors ? nil : Module.cells(of: resolved, interpreter)
    let cells = resolved.cells.enumerated().map { index, cell in
      Cell(
        index: index, title: cell.title, isProse: cell.isProse,
        range: SourceRange(file, cell.lower, cell.upper),
        names: CellNames(cell.statements, resolved.resolution),
        imported: resolved.imports(of: cell),
        syntax: cell.statements, resolution: resolved.resolution,
        isBuiltin: { interpreter.builtins[$0] != nil }, code: code?[index])
    }
    return Program(
      file: file, cells: cells, diagnostics: diagnostics, declarations: context.declarations,
      resolved: resolved)
  }
}
