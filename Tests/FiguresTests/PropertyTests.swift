import Figures
import TextWidth
import XCTest

/// What must hold for every figure on every terminal, tried on random ones.
final class PropertyTests: XCTestCase {
  private static let terminals: [(Terminal.Colour, Bool)] = [
    (.none, true), (.none, false), (.ansi16, true), (.ansi256, true), (.trueColour, true),
    (.trueColour, false),
  ]

  private func check(_ figure: Figure, width: Int, _ note: @autoclosure () -> String = "") {
    // Pages have no width; half of the figures are enough.
    if width % 2 == 0 {
      let page = HTMLDrawer().draw(figure)
      if let fault = markupFault(page) { XCTFail("\(note()) \(fault)\n\(page)") }
    }
    for (colour, unicode) in Self.terminals {
      let terminal = Terminal(width: width, height: 30, colour: colour, unicode: unicode)
      let drawn = TerminalDrawer(terminal).draw(figure)
      for line in drawn.split(separator: "\n", omittingEmptySubsequences: false) {
        let (plain, isOpen, escapes) = stripped(line)
        XCTAssertLessThanOrEqual(DisplayWidth.of(plain), width, "\(note()) \(terminal)\n\(drawn)")
        XCTAssertFalse(isOpen, "an ink is left open: \(line.debugDescription)")
        XCTAssertFalse(plain.contains("\u{1B}"), "a broken escape: \(line.debugDescription)")
        if colour == .none { XCTAssertEqual(escapes, 0) }
        if !unicode { XCTAssertTrue(plain.unicodeScalars.allSatisfy(\.isASCII), "\(plain)") }
      }
    }
  }

  private func stripped(_ line: Substring) -> (plain: String, isOpen: Bool, escapes: Int) {
    var isOpen = false
    var escapes = 0
    let plain = line.replacing(#/\u{1B}\[([0-9;]+)m/#) { match in
      isOpen = match.1 != "0"
      escapes += 1
      return ""
    }
    return (String(plain), isOpen, escapes)
  }

  func testRandomFiguresKeepTheWidthAndCloseTheirInks() {
    var random = SplitMix(seed: 11)
    for width in 20...200 where width < 30 || width % 13 == 0 {
      for figure in figures(&random) { check(figure, width: width, "\(width)") }
    }
  }

  func testDegenerateFiguresAreDrawnAtAll() {
    let nothing: [Figure] = [
      .text(""), .table(Table(columns: [], rows: [[.number(1)]])),
      .table(Table(columns: [.init("a")], rows: [])), .line(LineChart(series: [])),
      .line(LineChart(series: [.init("a", y: []), .init("b", y: [.nan, .infinity])])),
      .line(LineChart(yAxis: Axis(isLogarithmic: true), series: [.init(y: [0, -1])])),
      .line(LineChart(series: [.init(y: [1, 2, 3], x: [1])])), .scatter(Scatter(points: [])),
      .histogram(Histogram(values: [])), .histogram(Histogram(values: [.nan])),
      .histogram(Histogram(values: [1, 1, 1])),
      .histogram(Histogram(range: 0...0, counts: [.max, .max])),
      .bars(Bars(bars: [])), .bars(Bars(bars: [.init("", 0)])),
      .bars(Bars(bars: [.init("a", 1e308), .init("b", -1e308), .init("c", .nan)])),
      .heatMap(HeatMap(values: [], columns: 0)), .heatMap(HeatMap(values: [.nan], columns: 1)),
      .heatMap(HeatMap(rows: .max, columns: .max) { _, _ in 1e308 }),
      .heatMap(HeatMap(rows: 1, columns: 3, range: 2...2) { _, column in Double(column) }),
      .tensor(TensorFigure(values: [], shape: [0])),
      .tensor(TensorFigure(values: [], shape: [3, 0, 2])),
      .tensor(TensorFigure(values: [.nan], shape: [])),
      .tensor(
        TensorFigure(
          values: [.infinity, -.infinity, .nan, .leastNonzeroMagnitude],
          shape: [1, 2, 1, 2, 1, 1, 1, 1])),
      .sparkline(Sparkline([])), .sparkline(Sparkline([.nan, 1e308, -1e308])), .stack([]),
      .progress(ProgressLine(name: "", step: .max, total: 0, loss: .nan, rate: .infinity)),
      .progress(ProgressLine(name: "x", step: -3, total: .max, loss: 1e308, secondsLeft: 1e300)),
    ]
    for (index, figure) in nothing.enumerated() {
      for width in [20, 31, 80] { check(figure, width: width, "figure \(index)") }
    }
  }

  func testProgressStaysAColumnShortOfTheEdge() {
    for width in 20...140 {
      let drawer = TerminalDrawer(Terminal(width: width, colour: .none))
      let line = drawer.draw(
        ProgressLine(
          name: "a run with a long name 日本語", step: 3, total: 20_000, loss: 12.5, rate: 3.25,
          secondsLeft: 6000, recentLosses: [3, 2, 1], details: [("lr", "0.30"), ("norm", "1.2")]))
      XCTAssertLessThan(DisplayWidth.of(line), width)
      XCTAssertTrue(line.contains("3/20000"), line)
    }
  }

  func testATensorOfAnySizeCostsWhatItsPictureCosts() {
    let reads = Counter()
    let tensor = TensorFigure(
      shape: [1 << 20, 1 << 20], dtype: "f32", summary: .init(mean: 0, std: 1, min: -3, max: 3)
    ) { position in
      reads.add()
      return Float(position % 7) - 3
    }
    _ = TerminalDrawer(Terminal(width: 120, colour: .trueColour)).draw(.tensor(tensor))
    XCTAssertGreaterThan(reads.count, 1000)
    XCTAssertLessThan(reads.count, 400_000)
  }

  func testACondensedTensorDrawsTheSameNumbersAndReadsNothingMore() {
    let reads = Counter()
    let tensor = Figure.tensor(
      TensorFigure(shape: [3, 1 << 20, 1 << 10], dtype: "f32", summary: nil) { position in
        reads.add()
        return Float(position % 7) - 3
      })
    let condensed = tensor.condensed
    XCTAssertLessThan(reads.count, 400_000)
    XCTAssertLessThan(condensed.byteCount, 1 << 20)
    for width in [20, 80, 200] {
      let drawer = TerminalDrawer(Terminal(width: width, height: 30))
      let before = reads.count
      let drawn = drawer.draw(condensed).split(separator: "\n")
      XCTAssertEqual(reads.count, before)
      let whole = drawer.draw(tensor).split(separator: "\n")
      XCTAssertEqual(drawn.count, whole.count)
      let numbers = whole.count(where: { $0.contains("[") || $0.contains("…") })
      XCTAssertEqual(drawn.prefix(numbers), whole.prefix(numbers))
    }
  }

  private final class Counter: @unchecked Sendable {
    private(set) var count = 0

    func add() { count += 1 }
  }

  private func figures(_ random: inout SplitMix) -> [Figure] {
    func numbers(_ most: Int) -> [Double] {
      (0..<Int.random(in: 0...most, using: &random)).map { _ in random.wildNumber() }
    }
    func small(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    func text() -> String { random.text(length: 30) }
    func axis() -> Axis {
      Axis(text(), unit: text(), isLogarithmic: Bool.random(using: &random))
    }
    let series = (0..<small(1...9)).map { _ in LineChart.Series(text(), y: numbers(40)) }
    let shape = (0..<small(0...6)).map { _ in small(0...5) } + [small(1...30)]
    let matrix = (0..<small(1...40) * 7).map { _ in Float(random.wildNumber()) }
    let tensor = (0..<shape.reduce(1, *)).map { _ in Float(random.wildNumber()) }
    let columns = (0..<small(1...9)).map { index in
      Table.Column(
        text(), index % 3 == 0 ? .number() : index % 3 == 1 ? .number(decimals: 3) : .text,
        best: index % 3 == 0 ? .lowest : nil)
    }
    let rows = (0..<small(0...30)).map { _ in
      (0..<small(0...10)).map { _ -> Table.Cell in
        switch small(0...3) {
        case 0: .missing
        case 1: .text(text())
        default: .number(random.wildNumber())
        }
      }
    }
    let fields = (0..<small(0...50)).map { _ in FieldList.Field(text(), text()) }
    let items = (0..<small(0...300)).map { _ in text() }
    return [
      .text(text()), .excerpt((0..<60).map { _ in text() }.joined(separator: "\n")),
      .list(ItemList(source: items.count < 9 ? text() : nil, items: items, count: items.count)),
      .list(ItemList(source: nil, items: items, count: items.count + 1_000_000)),
      .record(FieldList(source: text(), fields: fields)),
      .listing(
        Listing(
          rows: (0..<small(0...9)).map {
            .init(label: "[\($0)]", text: text(), hasMoreLines: $0 > 2, note: "1.5 s")
          })),
      .table(Table(title: text(), columns: columns, rows: rows, maxRows: small(0...20))),
      .line(LineChart(title: text(), xAxis: axis(), yAxis: axis(), series: series)),
      .line(
        LineChart(series: [.init(text(), y: numbers(30), x: numbers(30))], height: small(-1...9))),
      .scatter(
        Scatter(
          title: text(), xAxis: axis(), yAxis: axis(),
          points: zip(numbers(300), numbers(300)).map {
            .init(x: $0, y: $1, group: small(0...1) == 0 ? nil : "g\(small(0...9))", label: text())
          })),
      .histogram(Histogram(title: text(), xAxis: axis(), values: numbers(200))),
      .bars(
        Bars(
          title: text(), unit: text(), bars: numbers(9).map { .init(text(), $0) },
          full: numbers(1).first)),
      .heatMap(
        HeatMap(
          title: text(), values: matrix, columns: 7, columnLabels: (0..<7).map { _ in text() })),
      .heatMap(
        HeatMap(
          values: matrix, columns: 7, rowLabels: (0..<matrix.count / 7).map { _ in text() },
          colours: .sequential)),
      .tensor(TensorFigure(name: text(), values: tensor, shape: shape)),
      .sparkline(Sparkline(numbers(300))),
      .progress(
        ProgressLine(
          name: text(), step: small(0...500), total: small(0...1) == 0 ? nil : 500,
          loss: random.wildNumber(), rate: random.wildNumber(), secondsLeft: random.wildNumber(),
          recentLosses: numbers(40), details: [(text(), text())])),
    ]
  }
}
