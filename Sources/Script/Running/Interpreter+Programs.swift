import Diagnostics

extension Interpreter {
  /// Reads and checks a script without running any of it.
  package func prepare(_ file: SourceFile) -> Program { Program.prepare(file, self) }

  /// Runs one cell of a program that has no errors and returns the value of its last expression,
  /// `none` where it has none or a `;` silences it.
  ///
  /// - Throws: `ScriptError`, nothing else.
  package func run(_ cell: Cell, of program: Program) throws -> Value {
    guard let code = cell.code else {
      let first = program.diagnostics.first { $0.severity == .error }
      throw ScriptError.fault(first ?? Diagnostic("the script has errors"))
    }
    // A cell's declarations are known to the cells that are read after it.
    if program.declarations.count > declarations.count { declarations = program.declarations }
    defer { result = .none }
    (finishedStatements, finishedDraws) = (0, random.state)
    do {
      return try execute(code)
    } catch {
      // What worked gives the same numbers without the statement that failed.
      random.state = finishedDraws
      throw placed(error, cell.range) { _ in nil }
    }
  }

  /// Records a value that was displayed, for `_` and `_3`.
  package func remember(_ value: Value, cell number: Int) {
    lastShown = value
    shown[number] = value
  }

  /// Removes a name that a cell has defined, so that a builtin of that name can be used again.
  /// Functions that use the name keep it.
  package func forget(_ name: String) { globals[name] = nil }

  /// Removes a name whose definition is no longer there: functions that use the name find it without a
  /// value until it is defined again.
  package func remove(_ name: String) {
    guard let binding = globals.removeValue(forKey: name), !binding.isImported,
      case .global(let variable) = binding.place
    else { return }
    (variable.value, variable.isDefined) = (.none, false)
    removed[name] = variable
  }

  /// Forgets `_` and `_3`.
  package func forgetHistory() { (lastShown, shown) = (nil, [:]) }

  /// Names that cells have defined, sorted.
  package var globalNames: [String] { globals.keys.sorted() }

  /// The name that was declared last by a noun, of those that can still be used.
  package func lastDeclared(_ noun: String) -> String? {
    declarations.last { $0.noun.name == noun && value(of: $0.name) != nil }?.name
  }

  func schema(of noun: String) -> NounSchema? { nouns[noun] }

  /// The value of a name that a cell has defined.
  package func value(of name: String) -> Value? {
    guard let binding = globals[name], case .global(let variable) = binding.place,
      variable.isDefined
    else { return nil }
    return variable.value
  }

  /// Gives a name a value from outside, as a `let`: the arguments of the command, for one.
  package func define(_ name: String, _ value: Value) {
    let file = SourceFile(name: name, text: "")
    globals[name] = Binding(
      name: name, role: .constant, place: .global(SharedVariable(value)),
      range: SourceRange(file, 0, 0))
  }

  /// The value of a path such as `first.prompt`, found without calling anything; for completion.
  package func value(ofPath path: String) -> Value? {
    let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let first = names.first else { return nil }
    var value: Value
    if let history = HistoryName.number(first) {
      guard let known = history == 0 ? lastShown : shown[history] else { return nil }
      value = known
    } else {
      guard let known = self.value(of: first) else { return nil }
      value = known
    }
    for name in names.dropFirst() {
      guard let next = try? Members.find(name, of: value) else { return nil }
      value = next
    }
    return value
  }

  package func memberNames(of value: Value) -> [String] {
    Members.names(of: value, among: builtins)
  }

  /// What can follow `value.`, each with a line about it.
  package func members(of value: Value) -> [(name: String, doc: String?)] {
    Members.names(of: value, among: builtins).map {
      ($0, Members.doc($0, of: value, among: builtins))
    }
  }
}
