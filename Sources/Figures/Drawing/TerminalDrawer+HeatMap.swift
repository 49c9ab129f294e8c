import TextWidth

extension TerminalDrawer {
  func lines(_ map: HeatMap) -> [StyledLine] {
    guard map.rows > 0, map.columns > 0 else {
      return titleLines(map.title) + note("(nothing to draw)")
    }
    let layout = HeatLayout(map, terminal: terminal)
    let cells = SampledMatrix(map, rows: layout.rows, columns: layout.columns)
    let scale = HeatScale(map, shown: cells.values, terminal: terminal)
    var lines = titleLines(map.title)
    if layout.showsColumnLabels, let labels = map.columnLabels {
      lines.append(header(labels, layout))
    }
    lines +=
      layout.usesHalfBlocks
      ? halfBlocks(cells, scale, layout) : fullCells(map, cells, scale, layout)
    return lines + legend(map, cells, scale)
  }

  private func header(_ labels: [String], _ layout: HeatLayout) -> StyledLine {
    var line = StyledLine()
    line.pad(to: layout.labelWidth)
    for (index, label) in labels.enumerated() {
      // Without the ellipsis, which would leave a narrow label no letter.
      let text = terminal.clean(label, upTo: layout.cellWidth)
        .clipped(toWidth: layout.cellWidth - 1, ellipsis: "")
      line.append(text, .dim)
      line.pad(to: layout.labelWidth + (index + 1) * layout.cellWidth)
    }
    return line
  }

  private func fullCells(
    _ map: HeatMap, _ cells: SampledMatrix, _ scale: HeatScale, _ layout: HeatLayout
  ) -> [StyledLine] {
    (0..<cells.rows).map { row in
      var line = StyledLine()
      if layout.labelWidth > 0, let label = map.rowLabels?[row] {
        let text = fitted(label, width: layout.labelWidth - 1)
        line.append(text.padded(toWidth: layout.labelWidth - 1, alignment: .right) + " ", .dim)
      }
      for column in 0..<cells.columns {
        let cell = scale.cell(cells.at(row, column))
        line.append(String(repeating: cell.character, count: layout.cellWidth), cell.ink)
      }
      return line
    }
  }

  private func halfBlocks(
    _ cells: SampledMatrix, _ scale: HeatScale, _ layout: HeatLayout
  ) -> [StyledLine] {
    let height = cells.rows * layout.cellHeight
    return stride(from: 0, to: height, by: 2).map { top in
      var line = StyledLine()
      for column in 0..<cells.columns {
        let upper = scale.paint(cells.at(top / layout.cellHeight, column))
        let lower =
          top + 1 < height
          ? scale.paint(cells.at((top + 1) / layout.cellHeight, column)) : nil
        line.append(
          String(repeating: upper == lower ? " " : "▀", count: layout.cellWidth),
          upper == lower ? Ink(on: upper) : Ink(upper, on: lower))
      }
      return line
    }
  }

  private func legend(
    _ map: HeatMap, _ cells: SampledMatrix, _ scale: HeatScale
  ) -> [StyledLine] {
    var parts = [scale.legend]
    if cells.rows < map.rows || cells.columns < map.columns {
      let size = "\(block(map.rows, cells.rows))\(glyphs.times)\(block(map.columns, cells.columns))"
      parts.append(
        StyledLine("a cell is the mean of \(size)\(cells.isSampled ? ", sampled" : "")", .dim))
    }
    if cells.values.contains(where: \.isNaN) {
      var part = StyledLine()
      if layoutIsColoured {
        part.append(" ", Ink(on: ColourMap.undefined))
      } else {
        part.append("?")
      }
      part.append(" not a number", .dim)
      parts.append(part)
    }
    return .flowing(parts, separator: glyphs.dot, width: terminal.width)
  }

  private var layoutIsColoured: Bool { terminal.colour >= .ansi256 && terminal.unicode }

  /// How many values of one direction a cell covers: `3`, or `3.5` when they don't divide.
  private func block(_ values: Int, _ cells: Int) -> String {
    let size = Double(values) / Double(cells)
    return size == size.rounded() || size >= 10
      ? Numeral.count(Int(size.rounded())) : Numeral.fixed(size, decimals: 1)
  }
}
