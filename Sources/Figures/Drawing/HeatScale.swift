/// Which colour, or which shade where there is none, a heat map gives a value.
struct HeatScale {
  let interval: Interval
  let isDiverging: Bool
  private let terminal: Terminal

  init(_ map: HeatMap, shown: [Double], terminal: Terminal) {
    self.terminal = terminal
    var span = Interval.Accumulator()
    for value in shown { span.add(value) }
    let found = span.interval
    switch map.colours {
    case .diverging: isDiverging = true
    case .sequential: isDiverging = false
    case .automatic: isDiverging = span.count > 0 && found.low < 0 && found.high > 0
    }
    if let range = map.range {
      interval = Interval(range.lowerBound, range.upperBound)
    } else if isDiverging {
      let size = max(abs(found.low), abs(found.high))
      interval = Interval(-size, size)
    } else {
      interval = found
    }
  }

  /// A full cell of the value's colour or shade.
  func cell(_ value: Double) -> (character: Character, ink: Ink) {
    guard !value.isNaN else {
      return ("?", terminal.colour == .none ? .plain : Ink(ColourMap.undefined))
    }
    let position = min(max(0, interval.position(of: value)), 1)
    switch terminal.colour {
    case .ansi256, .trueColour:
      return (" ", Ink(on: paint(value)))
    case .ansi16 where isDiverging:
      // Shade shows the size, colour the sign.
      let ink = Ink(Paint.series[position < 0.5 ? 5 : 4])
      return (shade(abs(2 * position - 1)), ink)
    case .ansi16: return (shade(position), Ink(Paint.series[0]))
    case .none: return (shade(position), .plain)
    }
  }

  func paint(_ value: Double) -> Paint {
    (isDiverging ? ColourMap.diverging : .sequential)
      .paint(value.isNaN ? .nan : interval.position(of: value))
  }

  private func shade(_ share: Double) -> Character {
    let shades = terminal.glyphs.shades
    return shades[min(shades.count - 1, Int(share * Double(shades.count)))]
  }

  /// `-0.31 ░▒▓█ 0.31`, the ends alone where nothing fits between them.
  var legend: StyledLine {
    let (low, high) = (Numeral.short(interval.low), Numeral.short(interval.high))
    let steps = min(15, terminal.width - low.count - high.count - 2)
    var line = StyledLine(low + " ", .dim)
    guard steps > 2 else {
      line.append(high, .dim)
      return line
    }
    for step in 0..<steps {
      let share = Double(step) / Double(steps - 1)
      let cell = cell(interval.low * (1 - share) + interval.high * share)
      line.append(String(cell.character), cell.ink)
    }
    line.append(" " + high, .dim)
    return line
  }
}
