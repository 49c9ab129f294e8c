import Bindings
import Figures
import Script
import TextWidth

/// What the last value of a cell looks like: figures drawn, everything else as a script would
/// write it, laid out for the window.
package struct ValueDisplay {
  private let terminal: Terminal

  /// More lines than this are cut, and the rest is counted.
  private static let longest = 40

  package init(_ terminal: Terminal) { self.terminal = terminal }

  /// Lines without a newline at the end; nil for `none`, which says nothing.
  package func text(_ value: Value) -> String? {
    switch value {
    case .none: return nil
    case .object(let object):
      if let displayable = object as? any Displayable {
        return TerminalDrawer(terminal).draw(displayable.figure)
      }
      return cut(lines(of: object.text), of: "line")
    case .list(let items): return list(items)
    case .record(let record): return self.record(record)
    default: return cut(lines(of: value.source), of: "line")
    }
  }

  // MARK: Lists and records

  private func list(_ items: [Value]) -> String {
    if let table = Table(records: items) { return TerminalDrawer(terminal).draw(.table(table)) }
    let source = Value.list(Array(items.prefix(2 * terminal.width))).source
    if items.count <= 2 * terminal.width, fits(source) { return terminal.clean(source) }
    let isNumeric = items.allSatisfy { if case .number = $0 { true } else { false } }
    let words = items.prefix(Self.longest * terminal.width).map { item in
      if isNumeric, case .number(let number) = item { return Numeral.short(number) }
      return item.source
    }
    return cut(flow(words, open: "[", close: "]"), of: "item", total: items.count)
  }

  private func record(_ record: Record) -> String {
    let source = Value.record(record).source
    if fits(source) { return terminal.clean(source) }
    let names = record.map { $0.0.isPlainName ? $0.0 : $0.0.quoted }
    let words = zip(names, record).map { name, pair in
      (terminal.clean("\(name): \(pair.1.source)"))
        .clipped(toWidth: terminal.width - 3, ellipsis: terminal.unicode ? "…" : "...")
    }
    let rows = words.map { (text: "  " + $0, last: 0) }
    let lines = [(text: "{", last: 0)] + rows.enumerated().map { ($0.element.text, $0.offset + 1) }
    return cut(lines + [("}", words.count)], of: "field", total: words.count)
  }

  private func fits(_ text: String) -> Bool {
    text.utf8.count <= 4 * terminal.width && DisplayWidth.of(text) <= terminal.width
  }

  /// Words on as many lines as they need, and how many words each line ends after.
  private func flow(
    _ words: [String], open: String, close: String
  ) -> [(text: String, last: Int)] {
    var lines: [(text: String, last: Int)] = []
    var line = open
    var width = DisplayWidth.of(open)
    for (index, word) in words.enumerated() {
      let end = index == words.count - 1 ? close : ","
      let piece = terminal.clean(word).clipped(
        toWidth: terminal.width - 2, ellipsis: terminal.unicode ? "…" : "...")
      let pieceWidth = DisplayWidth.of(piece) + end.count
      if width > 1, width + 1 + pieceWidth > terminal.width {
        lines.append((line, index))
        line = " "
        width = 1
      }
      if width > 1 {
        line += " "
        width += 1
      }
      line += piece + end
      width += pieceWidth
    }
    return lines + [(line, words.count)]
  }

  // MARK: What is too long

  private func lines(of text: String) -> [(text: String, last: Int)] {
    // Far more than can be shown need not be measured.
    let shown = text.prefix(4 * Self.longest * terminal.width)
    return TerminalDrawer(terminal).draw(.text(String(shown)))
      .split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { (String($0.element), $0.offset + 1) }
  }

  private func cut(
    _ lines: [(text: String, last: Int)], of unit: String, total: Int? = nil
  ) -> String {
    guard lines.count > Self.longest else { return lines.map(\.text).joined(separator: "\n") }
    let shown = lines[..<(Self.longest - 1)]
    let left = (total ?? lines.count) - (shown.last?.last ?? 0)
    let dots = terminal.unicode ? "…" : "..."
    let note = "\(dots) \(Numeral.count(left)) more \(unit)\(left == 1 ? "" : "s")"
    return (shown.map(\.text) + [terminal.paint(note, .dim)]).joined(separator: "\n")
  }
}
