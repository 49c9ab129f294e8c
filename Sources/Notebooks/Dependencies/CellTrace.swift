import Bindings

/// What one run of a cell took from others and left to them: the edges of the graph of stale cells.
struct CellTrace {
  /// A name as the run found it.
  struct Input {
    /// Of `NameLedger`.
    let version: Int
    /// The last run that had changed the variable in place; nil where none had since its definition.
    let changer: Int?
    /// The run that had defined it.
    let definer: Int
  }

  /// Counts the runs of a session.
  let sequence: Int
  /// Names of earlier runs that it used, those included that the functions which it called used.
  let inputs: [String: Input]
  /// Names of earlier runs that the functions which it makes will use when they are called.
  let late: [String]
  let defined: [String]
  /// Variables of other cells that it changed in place.
  let changed: [String]
  let files: [InputFile]

  /// The names that it redefined from what they were: `let x = x + 1`.
  var redefined: [Input] {
    defined.compactMap { inputs[$0] }
  }
}
