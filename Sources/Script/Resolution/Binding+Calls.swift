import Diagnostics

extension Binding {
  /// Whether its value may be a function, as far as that is known before running.
  var mayBeCalled: Bool {
    role != .declaration && holdsList != true && constant?.isCallable ?? true
  }

  /// What its value is in words, where it is known before running and can't be called.
  var uncallable: String? {
    if role == .declaration { return "a declaration" }
    guard let constant, !constant.isCallable else { return nil }
    return constant.brief
  }

  /// The fault of calling it where its value is `what`, no function; `hidesBuiltin` where a builtin
  /// has the same name.
  func callFault(_ what: String, hidesBuiltin: Bool, hasArguments: Bool) -> Diagnostic {
    let place = DiagnosticRenderer.place(range)
    return Diagnostic(
      hidesBuiltin
        ? "`\(name)` is \(what) here, which hides the built-in `\(name)`"
        : "`\(name)` is \(what), not a function",
      hint: hidesBuiltin
        ? "to use the built-in, rename `\(name)` at \(place)" + wayBack
        : (hasArguments ? nil : "remove the `()`"),
      notes: [Diagnostic.Note("\(role.phrase) is defined here", at: range)])
  }

  /// A shell can't change what an earlier input has defined, but forget it.
  private var wayBack: String {
    guard case .global = place, range.file.path == nil else { return "" }
    return "; in the shell `:forget \(name)` brings it back"
  }
}
