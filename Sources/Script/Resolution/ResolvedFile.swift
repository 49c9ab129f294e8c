import Diagnostics
import Syntax

/// A file's tree with what its names mean; one of the files of a program.
final class ResolvedFile {
  let file: SourceFile
  let cells: [CellSyntax]
  /// The slots that each cell needs at its top level.
  let slotCounts: [Int]
  let resolution: Resolution
  /// The files of its `use` statements, by the offset of the path.
  let uses: [Int: ResolvedFile]
  /// Top-level names that the file itself defines.
  let globals: [String: Binding]
  /// Everything that was found in it and in files that it is the first to use.
  let diagnostics: [Diagnostic]

  /// Reads and resolves a file; `isUsed` where another one uses it.
  init(_ file: SourceFile, _ context: ProgramContext, isUsed: Bool) {
    let (cells, syntaxFaults) = Parser.parse(file)
    let resolver = Resolver(file, context, syntaxFaults: syntaxFaults, isUsed: isUsed)
    slotCounts = resolver.resolve(cells)
    self.file = file
    self.cells = cells
    resolution = resolver.resolution
    uses = resolver.uses
    globals = resolver.ownGlobals
    diagnostics = syntaxFaults + resolver.diagnostics
  }

  /// The names that a cell's `use` statements bring, sorted.
  func imports(of cell: CellSyntax) -> [String] {
    cell.statements.flatMap { statement -> [String] in
      guard case .use(_, let lower, _) = statement.kind else { return [] }
      return uses[lower].map { Array($0.globals.keys) } ?? []
    }.sorted()
  }
}
