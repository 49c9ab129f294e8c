/// Reads lines into blocks.
package struct MarkdownReader {
  private let lines: [String]
  private let depth: Int
  private var index = 0
  private var blocks: [MarkdownBlock] = []

  /// Lists and quotes within each other deeper than this are paragraphs.
  private static let deepest = 12

  package static func blocks(of text: String) -> [MarkdownBlock] {
    blocks(text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(expanded))
  }

  /// A line that is no block of its own: a title.
  package static func inlines(of line: String) -> [MarkdownInline] {
    InlineReader.inlines(of: line)
  }

  private static func blocks(_ lines: [String], depth: Int = 0) -> [MarkdownBlock] {
    var reader = MarkdownReader(lines: lines, depth: depth)
    while reader.index < lines.count { reader.readBlock() }
    return reader.blocks
  }

  private init(lines: [String], depth: Int) {
    self.lines = lines
    self.depth = depth
  }

  /// A line whose indentation is spaces alone.
  private static func expanded(_ line: Substring) -> String {
    guard line.utf8.contains(UInt8(ascii: "\t")) else { return String(line) }
    var indent = 0
    for character in line {
      if character == " " {
        indent += 1
      } else if character == "\t" {
        indent += 4 - indent % 4
      } else {
        break
      }
    }
    return String(repeating: " ", count: indent) + line.drop { $0 == " " || $0 == "\t" }
  }

  private mutating func readBlock() {
    let line = MarkdownLine(lines[index])
    if line.isBlank {
      index += 1
    } else if line.indent >= 4 {
      readIndentedCode()
    } else if let fence = line.fence {
      readCode(fence, indent: line.indent)
    } else if let heading = line.heading {
      index += 1
      blocks.append(.heading(level: heading.level, InlineReader.inlines(of: heading.text)))
    } else if line.isRule {
      index += 1
      blocks.append(.rule)
    } else if line.isQuote, depth < Self.deepest {
      readQuote()
    } else if let marker = line.listMarker, depth < Self.deepest {
      readList(marker)
    } else if !readTable() {
      readParagraph()
    }
  }

  // MARK: Code

  private mutating func readIndentedCode() {
    var code: [Substring] = []
    while index < lines.count {
      let line = MarkdownLine(lines[index])
      guard line.isBlank || line.indent >= 4 else { break }
      code.append(lines[index].dropFirst(4))
      index += 1
    }
    while code.last?.allSatisfy({ $0 == " " }) == true { code.removeLast() }
    blocks.append(.code(language: "", text: code.joined(separator: "\n")))
  }

  private mutating func readCode(_ fence: MarkdownLine.Fence, indent: Int) {
    var code: [Substring] = []
    index += 1
    while index < lines.count {
      let line = MarkdownLine(lines[index])
      index += 1
      if let end = line.fence, end.mark == fence.mark, end.count >= fence.count, end.info.isEmpty {
        break
      }
      code.append(lines[index - 1].dropFirst(min(indent, line.indent)))
    }
    let language = fence.info.prefix { !$0.isWhitespace }
    blocks.append(.code(language: String(language), text: code.joined(separator: "\n")))
  }

  // MARK: Quotes and lists

  private mutating func readQuote() {
    var inner: [String] = []
    while index < lines.count, let text = MarkdownLine(lines[index]).quoted {
      inner.append(String(text))
      index += 1
    }
    blocks.append(.quote(Self.blocks(inner, depth: depth + 1)))
  }

  private mutating func readList(_ first: MarkdownLine.ListMarker) {
    var items: [[MarkdownBlock]] = []
    var isTight = true
    while index < lines.count {
      let line = MarkdownLine(lines[index])
      guard let marker = line.listMarker, marker.mark == first.mark, !line.isRule else { break }
      var inner = [String(lines[index].dropFirst(marker.width))]
      index += 1
      var blankCount = 0
      while index < lines.count {
        let line = MarkdownLine(lines[index])
        if line.isBlank {
          blankCount += 1
        } else if line.indent >= marker.width {
          inner += Array(repeating: "", count: blankCount)
          if blankCount > 0 { isTight = false }
          blankCount = 0
          inner.append(String(lines[index].dropFirst(marker.width)))
        } else if blankCount == 0, !line.beginsBlock {
          inner.append(lines[index])
        } else {
          break
        }
        index += 1
      }
      items.append(Self.blocks(inner, depth: depth + 1))
      guard blankCount > 0 else { continue }
      let next = index < lines.count ? MarkdownLine(lines[index]).listMarker : nil
      if next?.mark == first.mark { isTight = false }
    }
    blocks.append(.list(first: first.number, isTight: isTight, items: items))
  }

  // MARK: Tables and paragraphs

  private mutating func readTable() -> Bool {
    guard index + 1 < lines.count, lines[index].contains("|"),
      let alignments = MarkdownLine(lines[index + 1]).alignments
    else { return false }
    let header = MarkdownLine(lines[index]).tableCells
    guard header.count == alignments.count else { return false }
    index += 2
    var rows: [[[MarkdownInline]]] = []
    while index < lines.count {
      let line = MarkdownLine(lines[index])
      if line.isBlank || line.beginsBlock { break }
      let cells = line.tableCells.prefix(header.count).map(InlineReader.inlines(of:))
      rows.append(cells + Array(repeating: [], count: header.count - cells.count))
      index += 1
    }
    blocks.append(
      .table(
        MarkdownTable(
          header: header.map(InlineReader.inlines(of:)), alignments: alignments, rows: rows)))
    return true
  }

  private mutating func readParagraph() {
    var text: [String] = []
    while index < lines.count {
      let line = MarkdownLine(lines[index])
      if line.isBlank { break }
      if !text.isEmpty {
        if let level = line.underlineLevel {
          index += 1
          let heading = InlineReader.inlines(of: text.joined(separator: "\n"))
          return blocks.append(.heading(level: level, heading))
        }
        if line.endsParagraph { break }
      }
      text.append(String(lines[index].drop { $0 == " " }))
      index += 1
    }
    let joined = text.joined(separator: "\n")
    blocks.append(.paragraph(InlineReader.inlines(of: String(joined.trimmingEnd))))
  }
}

extension String {
  fileprivate var trimmingEnd: Substring {
    var rest = self[...]
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}
