import TextWidth

extension TerminalDrawer {
  func lines(_ listing: Listing) -> [StyledLine] {
    let width = 1 + (listing.rows.map { DisplayWidth.of($0.label) }.max() ?? 0)
    return listing.rows.map { row in
      let text = terminal.clean(row.text) + (row.hasMoreLines ? " \(glyphs.ellipsis)" : "")
      let note = row.note.isEmpty ? "" : "  " + row.note
      let room = max(8, terminal.width - width - 1 - DisplayWidth.of(note))
      return StyledLine(
        row.label.padded(toWidth: width) + text.clipped(toWidth: room, ellipsis: glyphs.ellipsis)
          + note)
    }
  }
}
