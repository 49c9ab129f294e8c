/// A block of prose, in the part of Markdown that notebooks are written in: headings, paragraphs,
/// lists, quotes, code, tables and rules. HTML in it is text as any other.
///
/// `MarkdownReader.blocks(of:)` reads any text in time linear in its length; nothing is an error.
package indirect enum MarkdownBlock: Equatable, Sendable {
  /// - Parameter level: 1 to 6.
  case heading(level: Int, [MarkdownInline])
  case paragraph([MarkdownInline])
  /// - Parameter language: the first word after the fence, often empty.
  case code(language: String, text: String)
  case quote([MarkdownBlock])
  /// - Parameters:
  ///   - first: the number of its first item; nil for bullets.
  ///   - isTight: whether no blank line is between its items, which are then lines, not paragraphs.
  case list(first: Int?, isTight: Bool, items: [[MarkdownBlock]])
  case table(MarkdownTable)
  case rule
}

/// Rows of as many cells as the header has.
package struct MarkdownTable: Equatable, Sendable {
  package enum Alignment: String, Sendable { case left, center, right }

  package let header: [[MarkdownInline]]
  package let alignments: [Alignment?]
  package let rows: [[[MarkdownInline]]]

  package init(
    header: [[MarkdownInline]], alignments: [Alignment?], rows: [[[MarkdownInline]]]
  ) {
    self.header = header
    self.alignments = alignments
    self.rows = rows
  }
}

/// A piece of a line.
package indirect enum MarkdownInline: Equatable, Sendable {
  case text(String)
  case code(String)
  case emphasis([MarkdownInline])
  case strong([MarkdownInline])
  /// The address as it is written: what draws it decides which kinds may be followed.
  case link(address: String, [MarkdownInline])
  case image(address: String, alternative: String)
  /// A line's end that was asked for by two spaces or a backslash.
  case lineBreak
}

extension [MarkdownInline] {
  /// The words alone.
  package var plainText: String {
    map { inline in
      switch inline {
      case .text(let text), .code(let text): text
      case .emphasis(let parts), .strong(let parts), .link(_, let parts): parts.plainText
      case .image(_, let alternative): alternative
      case .lineBreak: " "
      }
    }.joined()
  }
}
