import TextWidth

/// How a heat map's cells fall on a terminal's cells.
struct HeatLayout {
  /// Values shown, after averaging.
  let rows: Int
  let columns: Int
  /// Each value's width in columns and height in lines, or in half lines of `usesHalfBlocks`.
  let cellWidth: Int
  let cellHeight: Int
  /// Two values above each other in one line, the upper in ink and the lower behind it.
  let usesHalfBlocks: Bool
  /// 0 without row labels; otherwise with the space that follows them.
  let labelWidth: Int
  let showsColumnLabels: Bool

  init(_ map: HeatMap, terminal: Terminal) {
    let width = min(100, terminal.width)
    let lines = map.height.map { min(max(1, $0), 100) } ?? max(4, min(16, terminal.height - 8))
    let rowLabels = map.rowLabels.flatMap { $0.count == map.rows && map.rows <= 48 ? $0 : nil }
    let labels = rowLabels?.map { DisplayWidth.of(terminal.clean($0, upTo: width)) }.max()
    labelWidth = labels.map { min($0, 16, width / 3) + 1 } ?? 0
    let room = width - labelWidth
    columns = min(map.columns, room)
    let each = room / max(1, columns)
    let columnLabels = map.columnLabels?.count == map.columns && map.columns <= room
    showsColumnLabels = columnLabels && each >= 3
    usesHalfBlocks =
      terminal.colour >= .ansi256 && terminal.unicode && labels == nil
      && !showsColumnLabels
    rows = labels != nil ? map.rows : min(map.rows, usesHalfBlocks ? 2 * lines : lines)
    if usesHalfBlocks {
      // Half a line is about as high as a column is wide, so values are squares.
      let scale = max(1, min(4, 64 / max(1, columns), each, 2 * lines / max(1, rows)))
      (cellWidth, cellHeight) = (scale, scale)
    } else {
      cellWidth = min(each, showsColumnLabels ? 8 : 2)
      cellHeight = 1
    }
  }
}
