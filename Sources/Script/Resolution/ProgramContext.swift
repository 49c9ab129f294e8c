import Diagnostics
import Foundation

/// What a program and the files that it uses share while they are being resolved.
final class ProgramContext {
  let host: any Host
  let builtins: [String: Builtin]
  let nouns: [String: NounSchema]
  /// Names that earlier cells have defined; a used file sees none.
  let known: [String: Binding]
  /// Variables of names that were removed, which functions of earlier cells may use.
  let removed: [String: SharedVariable]
  var declarations: [StaticDeclaration]
  /// Names of fields, of records of the program and of the session before it, that are also those of
  /// methods that change a list.
  var fieldNames: Set<String>
  /// By the calls that have been resolved so far.
  var written = WrittenPaths()
  /// Used files, each once however often it is used.
  var usedFiles: [String: ResolvedFile] = [:]
  /// Files whose `use` is being followed, outermost first.
  var chain: [String]

  init(
    host: any Host, builtins: [String: Builtin], nouns: [String: NounSchema],
    known: [String: Binding], removed: [String: SharedVariable],
    declarations: [StaticDeclaration], fieldNames: Set<String>,
    file: SourceFile
  ) {
    self.host = host
    self.builtins = builtins
    self.nouns = nouns
    self.known = known
    self.removed = removed
    self.declarations = declarations
    self.fieldNames = fieldNames
    chain = [Self.key(file)]
  }

  /// One for each file, by whatever links and names it is reached.
  static func key(_ file: SourceFile) -> String {
    file.path.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path } ?? file.name
  }
}

extension ProgramContext: NounDirectory {
  func schema(of noun: String) -> NounSchema? { nouns[noun] }

  func lastDeclared(_ noun: String) -> String? {
    declarations.last { $0.noun.name == noun }?.name
  }
}
