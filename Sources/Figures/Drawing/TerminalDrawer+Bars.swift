import TextWidth

extension TerminalDrawer {
  func lines(_ bars: Bars) -> [StyledLine] {
    guard !bars.bars.isEmpty else { return titleLines(bars.title) + note("(no bars)") }
    let width = min(100, terminal.width)
    let number = Numeral.uniform(bars.bars.map(\.value))
    let notes = bars.bars.map { bar in
      fitted(bars.text(bar, number), width: width / 3)
    }
    let noteWidth = notes.map { DisplayWidth.of($0) }.max() ?? 0
    let labels = bars.bars.map { fitted($0.label, width: width / 3) }
    let labelWidth = labels.map { DisplayWidth.of($0) }.max() ?? 0
    let room = max(1, width - labelWidth - noteWidth - 2)
    let (low, high) = bars.span
    // A share of the room for each side of zero, measured in halves so that the span can't overflow.
    let span = high / 2 - low / 2
    let left = span > 0 ? min(room - 1, Int((-low / 2 / span * Double(room)).rounded())) : 0
    var lines = titleLines(bars.title)
    for (index, bar) in bars.bars.enumerated() {
      var line = StyledLine(labels[index].padded(toWidth: labelWidth) + " ")
      let size = bar.value.isFinite && span > 0 ? abs(bar.value) / 2 / span * Double(room) : 0
      if left > 0 {
        let cells = bar.value < 0 ? min(left, max(1, Int(size.rounded()))) : 0
        line.append(String(repeating: " ", count: left - cells))
        line.append(String(repeating: glyphs.lengths.last ?? "#", count: cells), ink(ofSeries: 4))
      }
      if bar.value > 0 {
        line.append(filled(size, room: room - left), ink(ofSeries: 0))
      }
      line.pad(to: labelWidth + 1 + room + 1)
      line.append(notes[index].padded(toWidth: noteWidth, alignment: .right))
      lines.append(line)
    }
    return lines
  }

  /// A bar of `size` cells, ending on an eighth where there are such glyphs.
  private func filled(_ size: Double, room: Int) -> String {
    let steps = glyphs.lengths.count
    let total = min(room * steps, max(1, Int((min(size, 1e6) * Double(steps)).rounded())))
    let full = String(repeating: glyphs.lengths[steps - 1], count: total / steps)
    return total % steps == 0 ? full : full + String(glyphs.lengths[total % steps - 1])
  }
}
