import Script

extension CellHeading {
  init(_ cell: Cell) {
    self.init(
      title: cell.title, prose: cell.isProse ? PercentFormat.prose(ofCell: cell.range.text) : nil)
  }
}
