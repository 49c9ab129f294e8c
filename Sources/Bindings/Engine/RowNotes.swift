import Tuning

/// What the checks of rows have found on a model and some data, so that runs that differ in how they train don't
/// have the same rows rendered again.
final class RowNotes {
  private var known: [PromptPlan: (soft: Int, notes: [String])] = [:]

  /// What `check` says of a prompt's rows; it throws where one doesn't fit.
  func notes(of prompt: PromptPlan, check: () throws -> [String]) rethrows -> [String] {
    var rendered = prompt
    // The vectors at the start are no part of a row; their number takes room, and fewer take less.
    rendered.initial = .vocabulary
    rendered.soft = 0
    // Without demonstrations nothing that a check looks at is drawn.
    if prompt.demos == 0 { rendered.seed = 0 }
    if let (soft, notes) = known[rendered], prompt.soft <= soft { return notes }
    let notes = try check()
    known[rendered] = (prompt.soft, notes)
    return notes
  }

  /// Those of a program's models and data, by the indices of their declarations.
  final class Table {
    private var notes: [[Int?]: RowNotes] = [:]

    subscript(model: Int?, data: Int?) -> RowNotes {
      if let known = notes[[model, data]] { return known }
      let new = RowNotes()
      notes[[model, data]] = new
      return new
    }
  }
}
