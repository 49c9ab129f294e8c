import Figures
import Markdown

/// Prose as elements of a page. What it says in HTML is text; addresses that could run something
/// aren't followed, and pictures come from files beside the script alone.
struct HTMLProse {
  private(set) var headings: [(level: Int, id: String, text: String)] = []
  private var identifiers: Set<String> = []
  private let image: (_ address: String) -> String?

  /// - Parameter image: a picture as an address that holds it; nil where it can't be had.
  init(image: @escaping (_ address: String) -> String?) { self.image = image }

  mutating func draw(_ text: String) -> String {
    MarkdownReader.blocks(of: text).map { draw($0) }.joined(separator: "\n")
  }

  /// A title: emphasis, code and links, no blocks.
  func draw(line: String) -> String { draw(MarkdownReader.inlines(of: line)) }

  private mutating func draw(_ block: MarkdownBlock) -> String {
    switch block {
    case .heading(let level, let words):
      let id = identifier(words.plainText)
      headings.append((level, id, words.plainText))
      return "<h\(level) id=\"\(id)\">\(draw(words))</h\(level)>"
    case .paragraph(let words): return "<p>\(draw(words))</p>"
    case .code(let language, let code):
      let text = language == "pts" ? HTMLCode.draw(code) : Markup.escape(lines: code)
      return "<pre class=\"code\" tabindex=\"0\"><code>\(text)</code></pre>"
    case .quote(let blocks):
      return "<blockquote>\n\(draw(blocks))\n</blockquote>"
    case .list(let first, let isTight, let items):
      let tag = first == nil ? "ul" : "ol"
      let start = first.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
      return "<\(tag)\(start)>\n\(draw(items, isTight: isTight))\n</\(tag)>"
    case .table(let table): return draw(table)
    case .rule: return "<hr>"
    }
  }

  private mutating func draw(_ blocks: [MarkdownBlock]) -> String {
    blocks.map { draw($0) }.joined(separator: "\n")
  }

  private mutating func draw(_ items: [[MarkdownBlock]], isTight: Bool) -> String {
    items.map { blocks in
      let parts = blocks.map { block in
        if isTight, case .paragraph(let words) = block { return draw(words) }
        return draw(block)
      }
      return "<li>\(parts.joined(separator: "\n"))</li>"
    }.joined(separator: "\n")
  }

  private func draw(_ table: MarkdownTable) -> String {
    func cells(_ row: [[MarkdownInline]], _ tag: String) -> String {
      zip(row, table.alignments).map { words, alignment in
        let style = alignment.map { " style=\"text-align:\($0.rawValue)\"" } ?? ""
        return "<\(tag)\(style)>\(draw(words))</\(tag.prefix { $0 != " " })>"
      }.joined()
    }
    let rows = table.rows.map { "<tr>\(cells($0, "td"))</tr>" }
    return "<table>\n<thead><tr>\(cells(table.header, "th scope=\"col\""))</tr></thead>\n<tbody>\n"
      + rows.joined(separator: "\n") + "\n</tbody>\n</table>"
  }

  private func draw(_ words: [MarkdownInline]) -> String {
    words.map { word in
      switch word {
      case .text(let text): return Markup.escape(lines: text)
      case .code(let code): return "<code>\(Markup.escape(code))</code>"
      case .emphasis(let words): return "<em>\(draw(words))</em>"
      case .strong(let words): return "<strong>\(draw(words))</strong>"
      case .lineBreak: return "<br>\n"
      case .link(let address, let words):
        guard PageAddress.isSafe(address) else { return draw(words) }
        return "<a href=\"\(Markup.escape(address))\">\(draw(words))</a>"
      case .image(let address, let alternative):
        let text = Markup.escape(alternative)
        if let source = image(address) {
          return "<img src=\"\(Markup.escape(source))\" alt=\"\(text)\">"
        }
        guard PageAddress.isSafe(address) else { return text }
        return "<a href=\"\(Markup.escape(address))\">\(text.isEmpty ? "picture" : text)</a>"
      }
    }.joined()
  }

  /// What a link to a heading says: its words with hyphens, once on a page.
  private mutating func identifier(_ text: String) -> String {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    let name = words.isEmpty ? "section" : String(words.prefix(60))
    var (candidate, number) = (name, 2)
    while !identifiers.insert(candidate).inserted {
      candidate = "\(name)-\(number)"
      number += 1
    }
    return Markup.escape(candidate)
  }
}
