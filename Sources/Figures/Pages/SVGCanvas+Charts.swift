/// Histograms and bars.
extension SVGCanvas {
  mutating func draw(_ histogram: Histogram) {
    // A bin narrower than this can't be distinguished from its neighbours.
    let bins = histogram.merged(to: 200)
    guard let top = bins.max(), top > 0 else {
      title(histogram.title)
      return note(LeftOut.note(histogram.leftOut) ?? "nothing to count")
    }
    let interval = Interval(histogram.range.lowerBound, histogram.range.upperBound)
    var (x, y) = (Interval.Accumulator(), Interval.Accumulator())
    x.add(interval.low)
    x.add(interval.high)
    y.add(0)
    y.add(Double(top))
    let frame = SVGFrame(
      on: &self, title: histogram.title, xAxis: histogram.xAxis, yAxis: Axis("count"), x: x, y: y,
      wholeY: true)
    series(0) { canvas in
      for (index, count) in bins.enumerated() where count > 0 {
        func edge(_ index: Int) -> Double {
          interval.low + (interval.high - interval.low) * (Double(index) / Double(bins.count))
        }
        let left = frame.x(Double(index) / Double(bins.count))
        let right = frame.x(Double(index + 1) / Double(bins.count))
        let top = min(frame.y(frame.y.position(of: Double(count)) ?? 0), frame.bottom - 1)
        let range = "\(Numeral.short(edge(index))) to \(Numeral.short(edge(index + 1)))"
        canvas.named("\(range): \(Numeral.count(count))") {
          $0.fill(
            Self.rectangle(
              x: left, y: top, width: max(0.5, right - left - (right - left > 4 ? 1 : 0)),
              height: frame.bottom - top))
        }
      }
    }
    note(LeftOut.note(histogram.leftOut))
  }

  mutating func draw(_ bars: Bars) {
    title(bars.title)
    guard !bars.bars.isEmpty else { return note("no bars") }
    let shown = bars.bars.prefix(Self.mostBars)
    let number = Numeral.uniform(bars.bars.map(\.value))
    let notes = shown.map { Self.fitted(bars.text($0, number), width: 150) }
    let labels = shown.map { Self.fitted($0.label, width: 180) }
    let left = Self.margin + (labels.map(Self.width).max() ?? 0) + 10
    let right = Self.width - Self.margin - (notes.map(Self.width).max() ?? 0) - 10
    let (low, high) = bars.span
    // In halves, so that the span can't overflow.
    func x(_ value: Double) -> Double {
      let span = high / 2 - low / 2
      return left + (span > 0 ? (value / 2 - low / 2) / span * (right - left) : 0)
    }
    for (index, bar) in shown.enumerated() {
      let baseline = bottom + Self.fontSize + 2
      text(labels[index], x: left - 10, y: baseline, anchor: .end)
      text(notes[index], x: Self.width - Self.margin, y: baseline, anchor: .end)
      if bar.value.isFinite, bar.value != 0 {
        let ends = (min(x(0), x(bar.value)), max(x(0), x(bar.value)))
        series(bar.value < 0 ? 1 : 0) {
          $0.fill(
            Self.rectangle(
              x: ends.0, y: baseline - Self.fontSize, width: max(1, ends.1 - ends.0), height: 16))
        }
      }
      bottom += Self.lineHeight + 2
    }
    stroke(
      "M\(Markup.number(x(0))) \(Markup.number(bottom - Double(shown.count) * (Self.lineHeight + 2)))"
        + "V\(Markup.number(bottom))", opacity: 0.6)
    let more = bars.bars.count - shown.count
    if more > 0 { note("… \(Numeral.count(more)) more bars") }
  }

  private static let mostBars = 60
}
