import Diagnostics

/// Why a script stopped.
package enum ScriptError: Error {
  case fault(Diagnostic)
  /// The interrupt flag was seen up.
  case interrupted
  /// `exit(status)`.
  case exit(Int32)
}
