/// Which colour, or which shade where there is none, a heat map gives a value.
struct HeatScale {
  private let range: HeatRange
  private let terminal: Terminal

  init(_ map: HeatMap, shown: [Double], terminal: Terminal) {
    self.terminal = terminal
    range = HeatRange(map, shown: shown)
  }

  /// A full cell of the value's colour or shade.
  func cell(_ value: Double) -> (character: Character, ink: Ink) {
    guard !value.isNaN else {
      return ("?", terminal.colour == .none ? .plain : Ink(ColourMap.undefined))
    }
    let position = min(max(0, range.interval.position(of: value)), 1)
    switch terminal.colour {
    case .ansi256, .trueColour:
      return (" ", Ink(on: paint(value)))
    case .ansi16 where range.isDiverging:
      // Shade shows the size, colour the sign.
      let ink = Ink(Paint.series[position < 0.5 ? 5 : 4])
      return (shade(abs(2 * position - 1)), ink)
    case .ansi16: return (shade(position), Ink(Paint.series[0]))
    case .none: return (shade(position), .plain)
    }
  }

  func paint(_ value: Double) -> Paint { range.paint(value) }

  private func shade(_ share: Double) -> Character {
    let shades = terminal.glyphs.shades
    return shades[min(shades.count - 1, Int(share * Double(shades.count)))]
  }

  /// `-0.31 ░▒▓█ 0.31`, the ends alone where nothing fits between them.
  var legend: StyledLine {
    let (low, high) = (Numeral.short(range.interval.low), Numeral.short(range.interval.high))
    let steps = min(15, terminal.width - low.count - high.count - 2)
    var line = StyledLine(low + " ", .dim)
    guard steps > 2 else {
      line.append(high, .dim)
      return line
    }
    for step in 0..<steps {
      let share = Double(step) / Double(steps - 1)
      let cell = cell(range.interval.low * (1 - share) + range.interval.high * share)
      line.append(String(cell.character), cell.ink)
    }
    line.append(" " + high, .dim)
    return line
  }
}
