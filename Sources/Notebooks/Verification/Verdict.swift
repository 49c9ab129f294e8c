/// What running a script again has shown: what gave other results than before, and why.
package struct Verdict {
  package struct Difference: Equatable {
    /// `cell 3 (Train)`, or a run's name.
    package let subject: String
    package let details: [String]
  }

  package internal(set) var differences: [Difference] = []
  /// What isn't of one cell alone: what ran then and now, a script that has changed beside a notebook.
  package internal(set) var remarks: [String] = []
  package internal(set) var cellCount = 0
  package internal(set) var runCount = 0
  /// Scores and generated texts that the store kept.
  package internal(set) var resultCount = 0

  /// Whether there was nothing to compare.
  package internal(set) var isEmpty = false

  package var isReproduced: Bool { differences.isEmpty }
}

extension NotebookCell {
  var subject: String {
    let name = number.map { "cell \($0)" } ?? "a cell"
    return title.isEmpty ? name : "\(name) (\(title))"
  }
}
