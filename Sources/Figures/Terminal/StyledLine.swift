import TextWidth

/// One line of text in several inks, with its width known.
struct StyledLine {
  private(set) var runs: [(text: String, ink: Ink)] = []
  private(set) var width = 0

  init() {}

  init(_ text: String, _ ink: Ink = .plain) { append(text, ink) }

  mutating func append(_ text: String, _ ink: Ink = .plain) {
    guard !text.isEmpty else { return }
    width += DisplayWidth.of(text)
    if let last = runs.indices.last, runs[last].ink == ink {
      runs[last].text += text
    } else {
      runs.append((text, ink))
    }
  }

  mutating func append(_ line: StyledLine) {
    for run in line.runs { append(run.text, run.ink) }
  }

  mutating func pad(to column: Int) {
    append(String(repeating: " ", count: max(0, column - width)))
  }

  /// Every ink is closed where it ends, so no line colours the next; no spaces trail.
  func rendered(on terminal: Terminal) -> String {
    var runs = runs[...]
    while let last = runs.last, last.ink.background == nil || terminal.colour == .none {
      let text = last.text.reversed().drop { $0 == " " }.reversed()
      runs.removeLast()
      guard text.isEmpty else {
        runs.append((String(text), last.ink))
        break
      }
    }
    return runs.reduce(into: "") { $0 += terminal.paint($1.text, $1.ink) }
  }
}

extension StyledLine {
  /// Itself, or its text in its first ink on as many lines as it takes.
  fileprivate func broken(toWidth width: Int) -> [StyledLine] {
    guard self.width > width else { return [self] }
    let ink = runs.first?.ink ?? .plain
    return runs.map(\.text).joined().wrapped(toWidth: width).map { StyledLine($0, ink) }
  }
}

extension [StyledLine] {
  /// `parts` one after the other, a separator between them, on as many lines as `width` requires.
  static func flowing(
    _ parts: [StyledLine], separator: String, width: Int, indent: Int = 0
  ) -> [StyledLine] {
    var lines: [StyledLine] = []
    var line = StyledLine()
    line.pad(to: indent)
    var isEmpty = true
    for part in parts.flatMap({ $0.broken(toWidth: width - indent) }) {
      if !isEmpty, line.width + DisplayWidth.of(separator) + part.width > width {
        lines.append(line)
        line = StyledLine()
        line.pad(to: indent)
        isEmpty = true
      }
      if !isEmpty { line.append(separator, .dim) }
      line.append(part)
      isEmpty = false
    }
    return isEmpty ? lines : lines + [line]
  }
}
