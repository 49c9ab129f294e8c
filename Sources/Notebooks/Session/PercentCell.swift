import Syntax

/// A cell as the percent format has it: a marker with a title, and code, or prose in comments.
struct PercentCell: Equatable {
  var title = ""
  var isProse: Bool
  /// Code, or the words of prose without comment signs; without blank lines around it.
  var source: String

  init(title: String = "", isProse: Bool, source: String) {
    (self.title, self.isProse, self.source) = (title, isProse, source)
  }

  /// - Parameter text: the cell's, its marker included if it has one.
  init(title: String, isProse: Bool, body text: String) {
    let body = PercentFormat.body(ofCell: text)
    self.init(
      title: title, isProse: isProse, source: isProse ? Self.prose(ofComments: body) : body)
  }

  /// Reads the text of one cell.
  init(reading text: String) {
    var lines = text.split(whereSeparator: \.isNewline)[...]
    if let first = lines.first, first.hasPrefix("#!") { lines.removeFirst() }
    let marker = lines.first.flatMap { CellMarker.read(String($0)) }
    self.init(title: marker?.title ?? "", isProse: marker?.isProse ?? false, body: text)
  }

  /// The cell as a file has it, with an empty line at its end.
  var text: String {
    let body = isProse ? Self.comments(ofProse: source) : source
    return PercentFormat.marker(title: title, isProse: isProse) + "\n" + body + "\n\n"
  }

  /// Words without their comment signs; a line that isn't a comment stays as it is.
  static func prose(ofComments text: String) -> String {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      guard line.hasPrefix("#") else { return line }
      return line.hasPrefix("# ") ? line.dropFirst(2) : line.dropFirst()
    }.joined(separator: "\n")
  }

  private static func comments(ofProse text: String) -> String {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      let comment = line.isEmpty ? "#" : "# " + line
      // A line of prose mustn't begin a cell; to Markdown `\%` is the same sign.
      guard CellMarker.read(comment) != nil else { return comment }
      return "# \\" + line.drop { $0 == " " || $0 == "\t" }
    }.joined(separator: "\n")
  }
}
