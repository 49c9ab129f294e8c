/// A line of Jupytext's percent format: `# %% Title`, `# %% [markdown]`.
package enum CellMarker {
  /// The title and whether the cell is prose; nil for any other comment.
  package static func read(_ line: String) -> (title: String, isProse: Bool)? {
    guard line.hasPrefix("#") else { return nil }
    var rest = line.dropFirst().drop { $0 == " " || $0 == "\t" }
    guard rest.hasPrefix("%%") else { return nil }
    rest = rest.drop { $0 == "%" }
    var words = rest.split(whereSeparator: \.isWhitespace)
    let prose = words.firstIndex { $0 == "[markdown]" || $0 == "[md]" }
    if let prose { words.remove(at: prose) }
    return (words.joined(separator: " "), prose != nil)
  }
}
