import Bindings
import Diagnostics
import Figures
import Markdown

/// A notebook as one page of HTML: it needs no other file, no network and no script, follows the
/// reader's light or dark, and is read by a screen reader cell by cell.
struct HTMLPage {
  private let document: NotebookDocument
  private var prose: HTMLProse
  private let figures = HTMLDrawer()

  init(_ document: NotebookDocument, image: @escaping (_ address: String) -> String?) {
    self.document = document
    prose = HTMLProse(image: image)
  }

  var text: String {
    var page = self
    var cells = document.cells.map { page.draw($0) }
    // The page begins with its title.
    if let contents = page.contents { cells.insert(contents, at: min(1, cells.count)) }
    let title = Markup.escape(document.title)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
      <meta name="generator" content="pts \(Version.current)">
      <title>\(title)</title>
      <style>
      \(HTMLStyle.sheet)
      </style>
      </head>
      <body>
      <main>
      \(cells.joined(separator: "\n"))
      </main>
      <footer>
      \(footer)
      </footer>
      </body>
      </html>

      """
  }

  /// The headings, where there are enough to be looked through.
  private var contents: String? {
    let headings = prose.headings.filter { $0.level < 3 }
    guard headings.count > 3 else { return nil }
    let items = headings.dropFirst(headings[0].level == 1 ? 1 : 0).map {
      "<li><a href=\"#\($0.id)\">\(Markup.escape($0.text))</a></li>"
    }
    return "<nav aria-label=\"Contents\"><details><summary>Contents</summary>\n<ul>\n"
      + items.joined(separator: "\n") + "\n</ul>\n</details></nav>"
  }

  private var footer: String {
    let runs = document.cells.flatMap { $0.record?.runs ?? [] }
    var text = "<p>\(Markup.escape(document.name)), run by pts \(Version.current)"
    if !document.arguments.isEmpty {
      text += " with <code>\(Markup.escape(document.arguments.joined(separator: " ")))</code>"
    }
    text += ".</p>"
    guard !runs.isEmpty else { return text }
    let items = runs.map {
      "<li>\(Markup.escape($0.name)) <code>\(Markup.escape($0.key))</code></li>"
    }
    return text + "\n<details><summary>Keys of its \(runs.count) run\(runs.count == 1 ? "" : "s")"
      + "</summary>\n<ul class=\"keys\">\n" + items.joined(separator: "\n") + "\n</ul>\n</details>"
  }

  // MARK: Cells

  private mutating func draw(_ cell: NotebookDocument.Cell) -> String {
    guard let number = cell.number else {
      return "<section class=\"prose\">\n\(prose.draw(cell.percent.source))\n</section>"
    }
    var parts: [String] = []
    let title = prose.draw(line: cell.percent.title)
    parts.append(
      "<p class=\"title\"><a class=\"number\" href=\"#cell-\(number)\" "
        + "aria-label=\"cell \(number)\">[\(number)]</a> \(title)</p>")
    if !cell.percent.source.isEmpty {
      parts.append(
        "<pre class=\"code\" tabindex=\"0\"><code>\(HTMLCode.draw(cell.percent.source))</code></pre>"
      )
    }
    let outputs = cell.outputs.joined.compactMap(draw)
    if !outputs.isEmpty || cell.omittedOutputs > 0 {
      let more =
        cell.omittedOutputs > 0
        ? "\n<p class=\"pts-note\">… \(Numeral.count(cell.omittedOutputs)) more outputs</p>" : ""
      parts.append("<div class=\"outputs\">\n\(outputs.joined(separator: "\n"))\(more)\n</div>")
    }
    return "<section class=\"cell\" id=\"cell-\(number)\" aria-label=\"cell \(number)\">\n"
      + parts.joined(separator: "\n") + "\n</section>"
  }

  /// Nil for what a page doesn't show.
  private func draw(_ output: CellOutput) -> String? {
    switch output {
    case .stdout(let text): lines(text, class: "printed")
    case .stderr(let text): lines(text, class: "remark")
    case .notice(let text): lines(text, class: "remark")
    case .display(let data), .value(let data, _):
      "<div class=\"shown\">\n\(figures.draw(data.figure))\n</div>"
    case .diagnostics(let diagnostics):
      lines(DiagnosticRenderer().render(diagnostics), class: "fault")
    case .interrupted: lines("interrupted", class: "fault")
    case .run(let report): report.summary.map { "<p class=\"run\">\(Markup.escape($0))</p>" }
    case .download, .work, .heading, .clear: nil
    }
  }

  private func lines(_ text: String, class name: String) -> String {
    let text = text.hasSuffix("\n") ? text.dropLast() : text[...]
    return "<pre class=\"\(name)\" tabindex=\"0\">\(Markup.escape(lines: text))</pre>"
  }
}
