import TextWidth

/// Turns diagnostics into the text that a terminal or a log shows.
package struct DiagnosticRenderer: Sendable {
  /// ANSI colour: only ever set for a terminal.
  package var colour: Bool
  /// The most columns of a source line that are shown; a longer one is cut around the caret.
  package var lineWidth: Int
  /// Columns of a window that sentences are folded to; nil where text goes to a file.
  package var windowWidth: Int?

  package init(colour: Bool = false, lineWidth: Int = 120, windowWidth: Int? = nil) {
    self.colour = colour
    self.lineWidth = max(24, lineWidth)
    self.windowWidth = windowWidth.map { max(24, $0) }
  }

  /// The most that are shown at once.
  private static let limit = 20

  /// The diagnostics, those of one file in the order of their positions, each ending in a newline;
  /// of many the first, errors before warnings.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    var order: [ObjectIdentifier: Int] = [:]
    for diagnostic in diagnostics {
      guard let file = diagnostic.range?.file else { continue }
      let id = ObjectIdentifier(file)
      if order[id] == nil { order[id] = order.count }
    }
    func key(_ item: (offset: Int, element: Diagnostic)) -> (Int, Int, Int) {
      let range = item.element.range
      let file = range.flatMap { order[ObjectIdentifier($0.file)] } ?? -1
      return (file, range?.lower ?? 0, item.offset)
    }
    let sorted = diagnostics.enumerated().map { (key: key($0), element: $0.element) }
      .sorted { $0.key < $1.key }.map(\.element)
    guard sorted.count > Self.limit else { return sorted.map(render).joined() }
    let errors = sorted.filter { $0.severity == .error }
    let shown = (errors + sorted.filter { $0.severity != .error }).prefix(Self.limit)
    return shown.map(render).joined() + "… and \(grouped(sorted.count - shown.count)) more\n"
  }

  /// With a comma between thousands.
  private func grouped(_ count: Int) -> String {
    count < 1000
      ? String(count) : grouped(count / 1000) + "," + String(String(1000 + count % 1000).suffix(3))
  }

  package func render(_ diagnostic: Diagnostic) -> String {
    let name = diagnostic.severity.rawValue
    let code = diagnostic.severity == .error ? "1;31" : "1;33"
    var text = said(diagnostic.message, after: name, code: code, bold: true)
    if let range = diagnostic.range {
      text += excerpt(range, label: diagnostic.hint, code: code)
    } else if let hint = diagnostic.hint {
      text += folded(hint, indent: 2).map { "  \($0)\n" }.joined()
    }
    for note in diagnostic.notes {
      text += said(note.message, after: "note", code: "1;36", bold: false)
      if let range = note.range { text += excerpt(range, label: nil, code: "1;36") }
    }
    return text + trace(diagnostic)
  }

  /// The open calls, a run of the same one in a single line.
  private func trace(_ diagnostic: Diagnostic) -> String {
    var text = ""
    var start = 0
    let calls = diagnostic.trace
    while start < calls.count {
      let end = calls[start...].firstIndex { $0 != calls[start] } ?? calls.count
      let times = end - start > 1 ? " (\(end - start) times)" : ""
      let call = calls[start]
      text += "  in fn \(call.function), called at \(Self.place(call.range))\(times)\n"
      start = end
    }
    if diagnostic.traceOmitted > 0 {
      text += "  … and \(diagnostic.traceOmitted) more calls\n"
    }
    return text
  }

  package static func place(_ range: SourceRange) -> String {
    let (line, column) = range.place
    return "\(range.file.name):\(line):\(column)"
  }

  /// The place, the line and the caret under the range's first line.
  private func excerpt(_ range: SourceRange, label: String?, code: String) -> String {
    let file = range.file
    let line = file.line(at: range.lower)
    let bounds = file.lineBounds(line)
    // A range that starts on the line break itself is drawn just past the line's end.
    let lower = min(range.lower, bounds.upperBound)
    let upper = min(max(range.upper, lower), bounds.upperBound)
    var window = LineWindow(width: lineWidth)
    window.add(file.text(bounds.lowerBound..<lower), .before)
    window.add(file.text(lower..<upper), .marked)
    window.add(file.text(upper..<bounds.upperBound), .after)
    let (shown, start, length) = window.cut()

    let number = String(line + 1)
    let gutter = String(repeating: " ", count: max(0, 5 - number.count)) + number
    let blank = String(repeating: " ", count: gutter.count)
    var text = "  " + Self.place(range) + "\n"
    text += paint(gutter + " |", "2") + (shown.isEmpty ? "" : " " + shown) + "\n"
    text += paint(blank + " |", "2") + " " + String(repeating: " ", count: start)
    text += paint(String(repeating: "^", count: max(1, length)), code)
    guard let label else { return text + "\n" }
    let taken = blank.count + 3 + start + max(1, length)
    let lines = folded(label, indent: blank.count + 3)
    if lines.count == 1, taken + 1 + DisplayWidth.of(lines[0]) <= windowWidth ?? .max {
      return text + " " + lines[0] + "\n"
    }
    // Beside the caret there is no room for it.
    return text + "\n" + lines.map { paint(blank + " |", "2") + " \($0)\n" }.joined()
  }

  /// `error: …`, what doesn't fit the window on further lines.
  private func said(_ message: String, after name: String, code: String, bold: Bool) -> String {
    var lines = folded(message, indent: name.count + 2)
    let first = lines.removeFirst()
    func inked(_ text: String) -> String { bold ? paint(text, "1") : text }
    return paint("\(name):", code) + " " + inked(first) + "\n"
      + lines.map { "  " + inked($0) + "\n" }.joined()
  }

  /// A sentence in lines of the window's width less an indent, which all of them get.
  private func folded(_ text: String, indent: Int) -> [String] {
    let safe = Self.safe(text)
    guard let windowWidth else { return [safe] }
    let lines = safe.wrapped(toWidth: max(16, windowWidth - indent))
    return lines.isEmpty ? [""] : lines
  }

  private func paint(_ text: String, _ code: String) -> String {
    colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// Text from a script can hold escape sequences; a message shows them instead of sending them.
  static func safe(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { LineWindow.isControl($0) && $0 != "\n" }) else {
      return text
    }
    return String(text.map { $0 == "\n" ? $0 : LineWindow.visible($0) })
  }
}
