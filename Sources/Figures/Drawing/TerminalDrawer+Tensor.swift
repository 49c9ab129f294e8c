extension TerminalDrawer {
  func lines(_ tensor: TensorFigure) -> [StyledLine] {
    let header = header(tensor)
    guard tensor.count > 0 else { return header }
    if tensor.shape.isEmpty { return header }
    let corner = CornerPrint(tensor, terminal: terminal)
    let lines = header + corner.lines.map { StyledLine($0) }
    guard tensor.showsHeatMap, tensor.count > 1, terminal.colour > .none || terminal.unicode else {
      return lines
    }
    var map = tensor.heatMap
    if corner.isComplete {
      // All values are visible: only a true picture of each of them adds something.
      guard terminal.colour >= .ansi256, terminal.unicode, map.rows > 1 else { return lines }
      map.height = max(3, (map.rows + 1) / 2)
    }
    return lines + self.lines(map)
  }

  private func header(_ tensor: TensorFigure) -> [StyledLine] {
    var first = StyledLine()
    if let name = tensor.name { first.append(fitted(name, width: terminal.width / 3) + " ", .bold) }
    let shape = tensor.shape.map(String.init).joined(separator: ", ")
    first.append("tensor [\(shape)] \(terminal.clean(tensor.dtype))", .bold)
    var parts = [first]
    func add(_ name: String, _ value: String) {
      var part = StyledLine(name.isEmpty ? "" : name + " ", .dim)
      part.append(value)
      parts.append(part)
    }
    if tensor.count == 0 {
      add("", "empty")
    } else if tensor.shape.isEmpty {
      add("", Numeral.short(Double(tensor.value(0))))
    } else if let summary = tensor.summary {
      add("mean", Numeral.short(summary.mean))
      add("std", Numeral.short(summary.std))
      add("min", Numeral.short(summary.min))
      add("max", Numeral.short(summary.max))
      if summary.nanCount > 0 {
        parts.append(
          StyledLine(
            "\(Numeral.count(summary.nanCount)) nan",
            terminal.colour == .none ? .plain : Ink(.bad, bold: true)))
      }
    }
    return .flowing(parts, separator: glyphs.dot, width: terminal.width)
  }
}
