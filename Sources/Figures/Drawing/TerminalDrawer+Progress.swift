import TextWidth

extension TerminalDrawer {
  /// The line for a live display, always the same length for the same parts, so that each
  /// redrawing covers the last; a column short of the edge, where terminals wrap.
  package func draw(_ progress: ProgressLine) -> String {
    line(progress).rendered(on: terminal)
  }

  func line(_ sparkline: Sparkline, width: Int) -> StyledLine {
    let values = sparkline.condensed(to: width)
    var span = Interval.Accumulator()
    for value in values { span.add(value) }
    let interval = span.interval
    let levels = glyphs.levels
    let text = values.map { value -> Character in
      guard value.isFinite else { return " " }
      return levels[min(levels.count - 1, Int(interval.position(of: value) * Double(levels.count)))]
    }
    return StyledLine(String(text), ink(ofSeries: 0))
  }

  /// Parts of a progress line: the rank says which is left out first when they don't all fit.
  private struct Part {
    let rank: Int
    let separator: String
    let line: StyledLine

    var width: Int { DisplayWidth.of(separator) + line.width }
  }

  func line(_ progress: ProgressLine) -> StyledLine {
    let room = terminal.width - 1
    let (count, parts) = (countText(progress), parts(of: progress))
    let name = fitted(progress.name, width: max(3, room - count.count - 2))
    var line = StyledLine(name, .bold)
    if !name.isEmpty { line.append("  ") }
    line.append(count.clipped(toWidth: room - line.width, ellipsis: ""))
    var left = room - line.width
    let lastRank = parts.sorted { $0.rank < $1.rank }.prefix { part in
      left -= part.width
      return left >= 0
    }.last?.rank
    for part in parts where part.rank <= lastRank ?? -1 {
      line.append(part.separator, .dim)
      line.append(part.line)
    }
    return line
  }

  private func countText(_ progress: ProgressLine) -> String {
    if progress.unit == .bytes {
      guard let total = progress.total.map(Numeral.bytes) else {
        return Numeral.bytes(progress.step)
      }
      // No shorter than the longest that will be shown here.
      return Numeral.bytes(progress.step).padded(
        toWidth: max(total.count, "99.9 MB".count), alignment: .right) + "/\(total)"
    }
    let unit = progress.unit == .steps ? "" : " \(progress.unit.rawValue)"
    guard let total = progress.total else {
      return unit.isEmpty ? "step \(progress.step)" : "\(progress.step)\(unit)"
    }
    return String(progress.step).padded(toWidth: String(total).count, alignment: .right)
      + "/\(total)\(unit)"
  }

  private func parts(of progress: ProgressLine) -> [Part] {
    let small = terminal.width < 60
    var parts: [Part] = []
    func add(_ rank: Int, _ separator: String, _ line: StyledLine) {
      parts.append(Part(rank: rank, separator: separator, line: line))
    }
    if let total = progress.total, total > 0 {
      let share = min(1, max(0, Double(progress.step) / Double(total)))
      add(2, " ", bar(share, width: small ? 8 : terminal.width < 100 ? 10 : 20))
    }
    if let loss = progress.loss {
      var part = StyledLine("loss ", .dim)
      part.append(abs(loss) < 1000 ? Numeral.fixed(loss, decimals: 4) : Numeral.short(loss), .bold)
      add(0, " ", part)
    }
    if !progress.recentLosses.isEmpty {
      let width = small ? 6 : terminal.width < 100 ? 8 : 16
      var part = line(Sparkline(progress.recentLosses), width: width)
      part.pad(to: width)
      add(3, " ", part)
    }
    for (index, detail) in progress.details.enumerated() {
      var part = StyledLine(terminal.clean(detail.name) + " ", .dim)
      part.append(terminal.clean(detail.value))
      add(5 + index, index == 0 ? " " : glyphs.dot, part)
    }
    if let rate = progress.rate, rate.isFinite {
      let text = rate >= 10 ? Numeral.fixed(rate, decimals: 0) : Numeral.short(rate)
      let speed =
        progress.unit == .bytes
        ? Numeral.bytes(Int(exactly: rate.rounded()) ?? 0) + "/s"
        : "\(text) \(progress.unit.rawValue)/s"
      add(4, glyphs.dot, StyledLine(speed))
    }
    if let seconds = progress.secondsLeft, seconds.isFinite {
      add(1, glyphs.dot, StyledLine("\(Numeral.duration(seconds.rounded(.up))) left"))
    }
    return parts
  }

  private func bar(_ share: Double, width: Int) -> StyledLine {
    let halves = Int((share * Double(2 * width)).rounded(.down))
    var line = StyledLine()
    if terminal.unicode {
      line.append(String(repeating: "━", count: halves / 2), ink(ofSeries: 0))
      if halves % 2 == 1 { line.append("╸", ink(ofSeries: 0)) }
      line.append(String(repeating: "─", count: width - (halves + 1) / 2), .dim)
    } else {
      line.append(String(repeating: "#", count: halves / 2), ink(ofSeries: 0))
      line.append(String(repeating: "-", count: width - halves / 2), .dim)
    }
    return line
  }
}
