/// Which side of its room text keeps to.
package enum Alignment: Sendable {
  case left, right, centre
}

extension StringProtocol {
  /// The text itself when it fits in `width` columns, else its longest start that leaves room for
  /// the ellipsis; never cuts inside a grapheme.
  package func clipped(toWidth width: Int, ellipsis: String = "…") -> String {
    guard width > 0 else { return "" }
    let room = width - DisplayWidth.of(ellipsis)
    var used = 0
    var cut = startIndex
    var index = startIndex
    while index < endIndex {
      used += DisplayWidth.of(self[index])
      index = self.index(after: index)
      if used <= room { cut = index }
      if used > width {
        // An ellipsis wider than the room says nothing: keep what fits of the text instead.
        return room >= 0 ? self[..<cut] + ellipsis : clipped(toWidth: width, ellipsis: "")
      }
    }
    return String(self)
  }

  /// The text with spaces up to `width` columns; longer text is returned as it is.
  package func padded(toWidth width: Int, alignment: Alignment = .left) -> String {
    let missing = width - DisplayWidth.of(self)
    guard missing > 0 else { return String(self) }
    switch alignment {
    case .left: return self + String(repeating: " ", count: missing)
    case .right: return String(repeating: " ", count: missing) + self
    case .centre:
      let before = missing / 2
      return String(repeating: " ", count: before) + self
        + String(repeating: " ", count: missing - before)
    }
  }

  /// The text's lines, each broken at spaces where it can be so that none is wider than `width`.
  package func wrapped(toWidth width: Int) -> [String] {
    split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { Self.wrap($0, to: Swift.max(2, width)) }
  }

  private static func wrap(_ line: SubSequence, to width: Int) -> [String] {
    var lines: [String] = []
    var start = line.startIndex
    var lastSpace: Index?
    var used = 0
    var index = line.startIndex
    while index < line.endIndex {
      let wide = DisplayWidth.of(line[index])
      if used + wide > width {
        let cut = line[index] == " " ? index : lastSpace ?? index
        lines.append(String(line[start..<cut]))
        start = cut
        if start < line.endIndex, line[start] == " " { start = line.index(after: start) }
        lastSpace = nil
        index = Swift.max(start, index)
        used = DisplayWidth.of(line[start..<index])
        continue
      }
      if line[index] == " " { lastSpace = index }
      used += wide
      index = line.index(after: index)
    }
    lines.append(String(line[start...]))
    return lines
  }
}
