import Diagnostics
import Figures
import Script

extension InteractiveSession {
  /// Why a run, or each of a sweep, was trained or is the store's.
  func explainRun(_ rest: String) {
    let runs = session.names.filter { ["run", "grid"].contains($0.value.typeName) }.map(\.name)
    func report(_ message: String) {
      let near = Suggestion.closest(to: rest, among: runs) ?? runs.last
      let hint =
        near.map { "such as `:why \($0)`" } ?? "no cell has declared a run yet"
      session.emit(.diagnostics([Diagnostic(message, hint: hint)]))
    }
    guard !rest.isEmpty else { return report("`:why` needs the name of a run") }
    guard let value = session.interpreter.value(ofPath: rest) else {
      return report("nothing is called `\(rest)`")
    }
    do {
      guard let lines = try session.host.explanation(of: value) else {
        return report("`\(rest)` isn't a run")
      }
      session.emit(.stdout(lines.map { $0 + "\n" }.joined()))
    } catch {
      let fault = session.host.fault(for: error)
      session.emit(.diagnostics([Diagnostic(fault?.message ?? "\(error)", hint: fault?.hint)]))
    }
  }

  /// Turns training again on or off for the cells to come.
  func force(_ rest: String) {
    let engine = session.host.engine
    switch rest {
    case "on": engine.forcesRuns = true
    case "off": engine.forcesRuns = false
    case "": break
    default:
      return session.emit(
        .diagnostics([Diagnostic("`:force` is on or off", hint: "such as `:force on`")]))
    }
    session.emit(
      .stdout(
        engine.forcesRuns
          ? "every run trains, also those that the store has finished\n"
          : "runs that the store has finished aren't trained again\n"))
  }
}
