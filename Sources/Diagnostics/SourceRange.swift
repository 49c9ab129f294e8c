/// A stretch of a source file, in UTF-8 offsets.
package struct SourceRange: Sendable {
  package let file: SourceFile
  package let lower: Int
  package let upper: Int

  package init(_ file: SourceFile, _ lower: Int, _ upper: Int) {
    self.file = file
    self.lower = lower
    self.upper = max(lower, upper)
  }

  /// The one-based line and column (in characters) at which it starts.
  package var place: (line: Int, column: Int) {
    let line = file.line(at: lower)
    let start = file.lineStarts[line]
    return (line + 1, file.text(start..<max(start, lower)).count + 1)
  }

  package var text: String { file.text(lower..<upper) }
}

extension SourceRange: Equatable {
  package static func == (a: SourceRange, b: SourceRange) -> Bool {
    a.file === b.file && a.lower == b.lower && a.upper == b.upper
  }
}
