import Diagnostics

/// The engine that the language serves: its nouns, its functions, and what they may reach outside.
package protocol Host: HostServices {
  var nouns: [NounSchema] { get }
  /// Functions besides the core ones; one of the same name replaces the core one.
  var functionFamilies: [FunctionFamily] { get }
  /// What the host's objects carry, for help.
  var memberFamilies: [MemberFamily] { get }

  /// Functions and methods that write to the path in `out`, or else in their first argument: what a
  /// program writes by them needn't be there when it is checked.
  var writers: Set<String> { get }

  /// Makes the object that `kind name { … }` binds. Fields are of their schema's types.
  func declare(_ declaration: Declaration, _ context: Context) throws -> Value

  /// What can be said of a program's declarations before any of it runs, in their order;
  /// declarations of earlier cells come first, before `firstNew`.
  func check(_ declarations: [StaticDeclaration], firstNew: Int) -> [Diagnostic]

  /// What can be said before any of it runs of a method call on a declaration, or of a function's call that is
  /// reached whatever happens and whose failure nothing catches; the fault's place is an argument.
  func fault(of call: StaticCall) -> Fault?

  /// Whether an error says that the engine has stopped for an interrupt.
  func isInterrupt(_ error: any Error) -> Bool

  /// Words an error of the engine's own for a person; nil leaves its description.
  func fault(for error: any Error) -> Fault?

  /// The file that `use "path"` names, relative to `file`.
  func source(_ path: String, usedIn file: SourceFile) throws -> SourceFile
}

extension Host {
  package var nouns: [NounSchema] { [] }
  package var functionFamilies: [FunctionFamily] { [] }
  package var builtins: [Builtin] { functionFamilies.flatMap(\.functions) }
  package var memberFamilies: [MemberFamily] { [] }
  package var writers: Set<String> { [] }
  package func check(_ declarations: [StaticDeclaration], firstNew: Int) -> [Diagnostic] { [] }
  package func fault(of call: StaticCall) -> Fault? { nil }
  package func isInterrupt(_ error: any Error) -> Bool { false }
  package func fault(for error: any Error) -> Fault? { nil }
}

extension Host {
  /// An error of the engine or the system in words.
  func worded(_ error: any Error) -> Fault {
    if let fault = error as? Fault { return fault }
    if let diagnostic = error as? Diagnostic {
      return Fault(diagnostic.message, hint: diagnostic.hint)
    }
    return fault(for: error) ?? Fault("\(error)")
  }
}
