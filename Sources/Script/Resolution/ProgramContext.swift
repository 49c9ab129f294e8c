import Diagnostics

/// What a program and the files that it uses share while they are being resolved.
final class ProgramContext {
  var declarations: [StaticDeclaration]
  /// By the calls that have been resolved so far.
  var written = WrittenPaths()
  /// Used files, each once however often it is used.
  var modules: [String: Module] = [:]
  /// Files whose `use` is being followed, outermost first.
  var chain: [String]

  init(declarations: [StaticDeclaration], file: SourceFile) {
    self.declarations = declarations
    chain = [Self.key(file)]
  }

  static func key(_ file: SourceFile) -> String { file.path ?? file.name }
}

/// A file that another one uses: run once, its names then belong to both.
final class Module {
  let cells: [CellCode]
  let globals: [String: Binding]
  @exclusivity(unchecked) var hasRun = false

  init(cells: [CellCode], globals: [String: Binding]) {
    self.cells = cells
    self.globals = globals
  }
}
