import Script

/// A kind of declaration: its schema, what its objects can be asked, and what it does before and while a
/// program runs. `EngineHost` lists them.
protocol Noun {
  static var schema: NounSchema { get }

  /// What can be said of a declaration before anything runs: throws a `Fault`, or `NotYetKnown` where only
  /// running can tell.
  /// - Returns: what the declarations that name this one are checked against.
  static func check(_ declaration: StaticDeclaration, _ context: CheckContext) throws -> Any?

  /// Makes the object that the declaration binds.
  static func declare(_ declaration: Declaration, _ engine: Engine) throws -> Value
}
