import Diagnostics

extension Interpreter {
  /// Runs `body` and gives any fault in it a range.
  @inline(__always)
  func located<Result>(_ range: SourceRange, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      throw placed(error, range) { _ in nil }
    }
  }

  func placed(_ fault: Fault, _ range: SourceRange) -> Diagnostic {
    Diagnostic(fault.message, at: range, hint: fault.hint)
  }

  /// Any error as a script's error; `narrow` finds the part of the range that a fault speaks of.
  func placed(
    _ error: any Error, _ range: SourceRange, _ narrow: (Fault.Place) -> SourceRange?
  ) -> ScriptError {
    switch error {
    case let error as ScriptError: return error
    case _ where host.isInterrupt(error): return .interrupted
    case let diagnostic as Diagnostic:
      var diagnostic = diagnostic
      if diagnostic.range == nil { diagnostic.range = range }
      return .fault(diagnostic)
    default:
      let fault = host.worded(error)
      return .fault(placed(fault, narrow(fault.place) ?? range))
    }
  }
}
