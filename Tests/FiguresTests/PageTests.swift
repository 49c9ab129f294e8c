import Figures
import XCTest

/// Figures as pages and pictures have them.
final class PageTests: XCTestCase {
  private let losses: Figure = .line(
    LineChart(
      title: "A <loss>", xAxis: Axis("step"), yAxis: Axis("loss", unit: "nats"),
      series: [
        .init("train", y: [4, 2, 1, 0.5], smoothed: [3, 2, 1.2, 1]),
        .init("valid & \"test\"", y: [2, .nan, 1], x: [1, 2, 4]),
      ]))

  func testAPictureHasAxesALegendAndAnAlternative() throws {
    let svg = try XCTUnwrap(SVGDrawer().draw(losses))
    XCTAssertNil(markupFault(svg))
    XCTAssertTrue(svg.contains("<title>A &lt;loss&gt;</title>"))
    let words = """
      <desc>Line chart of loss (nats) against step. train: 4 values from 4 to 0.5, lowest 0.5 at 4, \
      highest 4 at 1. valid &amp; &quot;test&quot;: 2 values from 2 to 1, lowest 1 at 4, highest 2 \
      at 1.</desc>
      """
    XCTAssertTrue(svg.contains(words), svg)
    for label in ["loss (nats)", "step", "train 1", "valid &amp; &quot;test&quot; 1"] {
      XCTAssertTrue(svg.contains(">\(label)</text>"), "no \(label) in \(svg)")
    }
    // Round ticks of both axes, each once.
    for tick in ["0", "1", "2", "3", "4"] { XCTAssertTrue(svg.contains(">\(tick)</text>"), tick) }
    // The raw curve is faint, its means and the points around the gap are not.
    XCTAssertEqual(svg.matches(of: #/<path [^>]*opacity="0\.35"/#).count, 1)
    XCTAssertEqual(svg.matches(of: #/<path [^>]*stroke-width="2/#).count, 1 + 2)
    XCTAssertEqual(svg.matches(of: #/a3 3/#).count, 2 * 2, "two lone points, two arcs each")
  }

  func testColoursFollowTheReaderAndAFileIsLight() throws {
    let page = try XCTUnwrap(SVGDrawer(.adaptive).draw(losses))
    let file = try XCTUnwrap(SVGDrawer(.light).draw(losses))
    XCTAssertTrue(page.contains("@media (prefers-color-scheme:dark)"))
    XCTAssertFalse(file.contains("@media"))
    XCTAssertEqual(
      page.replacing(#/<style>.*<\/style>| style="[^"]*"/#, with: ""),
      file.replacing(#/<style>.*<\/style>/#, with: ""), "only colours differ")
    for text in [page, file] {
      XCTAssertFalse(text.contains("http://") && !text.contains("http://www.w3.org/2000/svg"))
      XCTAssertFalse(text.contains("<script"))
    }
  }

  func testEveryPointIsWithinThePicture() throws {
    let chart = LineChart(series: [.init(y: (0..<50_000).map { sin(Double($0)) * 1e300 })])
    let svg = try XCTUnwrap(SVGDrawer().draw(.line(chart)))
    XCTAssertLessThan(svg.utf8.count, 200_000, "points of one pixel are one")
    let box = try XCTUnwrap(svg.firstMatch(of: #/viewBox="0 0 (\d+) (\d+(?:\.\d)?)"/#))
    let (width, height) = (Double(box.1)!, Double(box.2)!)
    let points = svg.matches(of: #/[ML](-?[0-9.]+) (-?[0-9.]+)/#)
    XCTAssertGreaterThan(points.count, 500)
    for point in points {
      XCTAssertTrue((0...width).contains(Double(point.1)!), "\(point.0)")
      XCTAssertTrue((0...height).contains(Double(point.2)!), "\(point.0)")
    }
  }

  func testALabelledHeatMapSaysItsValuesAndLongLabelsReadUpwards() throws {
    let short = HeatMap(
      values: [0.25, -1, 0.5, 1], columns: 2, rowLabels: ["good", "bad"], columnLabels: ["a", "b"])
    let svg = try XCTUnwrap(SVGDrawer().draw(.heatMap(short)))
    for text in ["good", "bad", "a", "b", "0.25", "-1.00", "0.50", "1.00"] {
      XCTAssertTrue(svg.contains(">\(text)</text>"), text)
    }
    XCTAssertFalse(svg.contains("rotate"))
    let words = (0..<12).map { "tokenisation\($0)" }
    let long = HeatMap(rows: 12, columns: 12, rowLabels: words, columnLabels: words) {
      Double($0 * $1)
    }
    let tall = try XCTUnwrap(SVGDrawer().draw(.heatMap(long)))
    XCTAssertEqual(tall.matches(of: #/rotate\(-90\)/#).count, 12)
  }

  func testATableMarksItsBestAndCountsWhatItLeavesOut() {
    let table = Table(
      title: "T", columns: [.init("name"), .init("loss", .number(), best: .lowest)],
      rows: (0..<150).map { [.text("r<\($0)>"), .number(Double($0) / 4)] })
    let html = HTMLDrawer().draw(.table(table))
    XCTAssertNil(markupFault(html))
    XCTAssertEqual(html.matches(of: #/<tr>/#).count, 1 + 100 + 1)
    XCTAssertTrue(html.contains("… 50 more rows"))
    XCTAssertTrue(html.contains("r&lt;149&gt;"), "the last row is shown")
    XCTAssertEqual(html.matches(of: #/<strong>/#).count, 1)
    XCTAssertTrue(html.contains("<td style=\"text-align:right\"><strong>0.00</strong></td>"))
  }

  func testTextOfStrangersIsNoMarkup() {
    let text = "<script>alert('1')</script>\u{1B}[31m\u{202E}&amp;\u{FFFF}\n\"x\""
    let words: [Figure] = [
      .text(text), .excerpt(text), .help(text),
      .list(ItemList(source: nil, items: [text], count: 3)),
      .record(FieldList(source: String(repeating: "x", count: 99), fields: [.init(text, text)])),
      .listing(Listing(rows: [.init(label: text, text: text, note: text)])),
      .table(Table(title: text, columns: [.init(text)], rows: [[.text(text)]])),
      .tensor(TensorFigure(name: text, values: [1, 2, 3, 4], shape: [2, 2], dtype: text)),
      .progress(ProgressLine(name: text, step: 1, total: 2)), .stack([.text(text), losses]),
      .bars(Bars(title: text, unit: text, bars: [.init(text, 1), .init("b", -2, note: text)])),
      .scatter(Scatter(points: [.init(x: 1, y: 2, group: text, label: text)])),
      .heatMap(HeatMap(title: text, values: [1, 2], columns: 1, rowLabels: [text, text])),
      .line(LineChart(title: text, xAxis: Axis(text, unit: text), series: [.init(text, y: [1])])),
    ]
    for figure in words {
      let html = HTMLDrawer().draw(figure)
      XCTAssertNil(markupFault(html), html)
      XCTAssertFalse(html.contains("<script"))
      XCTAssertFalse(html.unicodeScalars.contains("\u{202E}"))
    }
  }

  func testCellsOfAHeatMapMeet() throws {
    let map = HeatMap(rows: 7, columns: 11, rowLabels: (0..<7).map { "r\($0)" }) {
      Double($0 * 11 + $1)
    }
    let svg = try XCTUnwrap(SVGDrawer().draw(.heatMap(map)))
    let crisp = svg.matches(of: #/<path d="([^"]*)" fill="#[0-9a-f]{6}" shape-rendering/#)
      .map(\.1).joined()
    let cells = crisp.matches(of: #/M([0-9.]+) ([0-9.]+)h([0-9.]+)v([0-9.]+)h/#)
      .map { match in
        [match.1, match.2, match.3, match.4].map { Int((Double($0)! * 10).rounded()) }
      }.filter { $0[2] > 40 }
    XCTAssertEqual(cells.count, 77, "the scale's cells are 4 wide")
    let starts = Set(cells.map { $0[0] })
    XCTAssertEqual(starts.count, 11)
    let ends = Set(cells.map { $0[0] + $0[2] })
    XCTAssertEqual(starts.subtracting(ends).count, 1, "each but the first begins where one ends")
    XCTAssertEqual(Set(cells.map { $0[1] }).subtracting(cells.map { $0[1] + $0[3] }).count, 1)
  }
}
