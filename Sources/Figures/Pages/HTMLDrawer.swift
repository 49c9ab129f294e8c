/// Draws figures as HTML: tables, lists, help and source as elements of a page, pictures as SVG in
/// between. Elements carry `pts-` classes, which a page may style, and need no style to be read.
package struct HTMLDrawer: Sendable {
  private let pictures: SVGDrawer

  package init(_ theme: PageTheme = .adaptive) { pictures = SVGDrawer(theme) }

  /// Elements of a body; nothing in them is read as markup that isn't drawn here.
  package func draw(_ figure: Figure) -> String {
    switch figure {
    case .text(let text): pre(text, class: "pts-text")
    case .excerpt(let text): pre(lines: text, limit: Self.mostLines, class: "pts-value")
    case .help(let text): pre(text, class: "pts-help")
    case .list(let list): draw(list)
    case .record(let record): draw(record)
    case .listing(let listing): draw(listing)
    case .table(let table): draw(table)
    case .tensor(let tensor): draw(tensor)
    case .progress(let progress): draw(progress)
    case .sparkline: pre(plain(figure), class: "pts-text")
    case .stack(let figures): figures.map(draw).joined(separator: "\n")
    case .line, .scatter, .histogram, .bars, .heatMap: pictures.draw(figure) ?? ""
    }
  }

  /// A page of one figure, which opens offline.
  package func document(_ figure: Figure) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(Markup.escape(figure.title ?? figure.kind))</title>
    <style>
    body { font: 16px/1.4 system-ui, sans-serif; margin: 1rem; }
    pre { overflow-x: auto; }
    table { border-collapse: collapse; }
    caption { text-align: left; font-weight: bold; padding: .3em 0; }
    th, td { padding: .2em .8em .2em 0; text-align: left; vertical-align: top; }
    thead { border-bottom: 1px solid; }
    </style>
    </head>
    <body>
    \(draw(figure))
    </body>
    </html>

    """
  }

  /// More lines, items or fields of a value than this are counted.
  private static let mostLines = 400

  private func plain(_ figure: Figure) -> String { TerminalDrawer(Terminal()).draw(figure) }

  private func pre(_ text: String, class name: String) -> String {
    "<pre class=\"\(name)\">\(Markup.escape(lines: text))</pre>"
  }

  private func pre(lines text: String, limit: Int, class name: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > limit else { return pre(text, class: name) }
    let more = "… \(Numeral.count(lines.count - limit)) more lines"
    return pre((lines.prefix(limit) + [more[...]]).joined(separator: "\n"), class: name)
  }

  private func draw(_ list: ItemList) -> String {
    if let source = list.source, source.count <= 80 { return pre(source, class: "pts-value") }
    let shown = list.items.prefix(Self.mostLines)
    let more = list.count - shown.count
    let end = more > 0 ? ",\n… \(Numeral.count(more)) more items" : "]"
    return pre("[" + shown.joined(separator: ", ") + end, class: "pts-value")
  }

  private func draw(_ record: FieldList) -> String {
    if record.source.count <= 80 { return pre(record.source, class: "pts-value") }
    let rows = record.fields.prefix(Self.mostLines).map { field in
      "<tr><th scope=\"row\">\(Markup.escape(field.name))</th>"
        + "<td>\(Markup.escape(field.text))</td></tr>"
    }
    return element("table", class: "pts-record", rows)
      + more(record.fields.count - rows.count, "fields")
  }

  private func draw(_ listing: Listing) -> String {
    let rows = listing.rows.map { row in
      "<tr><th scope=\"row\">\(Markup.escape(row.label))</th><td><code>\(Markup.escape(row.text))"
        + (row.hasMoreLines ? " …" : "") + "</code></td><td>\(Markup.escape(row.note))</td></tr>"
    }
    return element("table", class: "pts-listing", rows)
  }

  private func draw(_ tensor: TensorFigure) -> String {
    let picture = tensor.showsHeatMap ? pictures.draw(.tensor(tensor)) : nil
    var numbers = tensor
    numbers.showsHeatMap = false
    return pre(plain(.tensor(numbers)), class: "pts-tensor") + (picture.map { "\n" + $0 } ?? "")
  }

  private func draw(_ progress: ProgressLine) -> String {
    let bar = progress.total.map {
      "<progress max=\"\(max(1, $0))\" value=\"\(min(max(0, progress.step), max(1, $0)))\">"
        + "</progress> "
    }
    return "<div class=\"pts-progress\">\(bar ?? "")<code>"
      + Markup.escape(TerminalDrawer(Terminal(width: 120)).draw(progress)) + "</code></div>"
  }

  func element(_ tag: String, class name: String, _ rows: [String]) -> String {
    "<\(tag) class=\"\(name)\">\n\(rows.joined(separator: "\n"))\n</\(tag)>"
  }

  func more(_ count: Int, _ unit: String) -> String {
    count > 0 ? "\n<p class=\"pts-note\">… \(Numeral.count(count)) more \(unit)</p>" : ""
  }
}
