import Figures
import Runs

/// Runs side by side: the settings in which they differ, what came out, and their curves.
struct RunComparison {
  private let pages: [RunPage]

  init(_ pages: [RunPage]) { self.pages = pages }

  var figure: Figure {
    let names = pages.map { "\($0.row.name) \($0.row.key.short)" }
    var rows: [[Table.Cell]] = settings.map { name, values in
      [.text(name)] + values.map { $0.map { .text(Self.short($0)) } ?? .missing }
    }
    if rows.isEmpty { rows.append([.text("settings")] + pages.map { _ in .text("the same") }) }
    func row(_ name: String, _ value: (RunPage) -> String?) {
      rows.append([.text(name)] + pages.map { value($0).map { .text($0) } ?? .missing })
    }
    row("status") { $0.row.status.rawValue }
    row("steps") { Numeral.count($0.row.stepsDone) }
    row("loss") { $0.metrics.last.map { Numeral.short($0.loss) } }
    row("valid loss") { $0.evaluations.map(\.loss).min().map(Numeral.short) }
    row("valid accuracy") { $0.evaluations.last.map { Numeral.short($0.accuracy) } }
    row("took") { Numeral.duration($0.row.seconds) }
    let table = Table(
      columns: [.init("")] + names.map { .init($0) }, rows: rows, maxRows: .max)
    let curves = zip(names, pages).filter { $0.1.metrics.count > 1 }.map { name, page in
      LineChart.Series(name, y: page.metrics.map(\.loss), x: page.metrics.map { Double($0.step) })
    }
    guard !curves.isEmpty else { return .table(table) }
    return .stack([
      .table(table),
      .line(LineChart(xAxis: Axis("step"), yAxis: Axis("loss", unit: "nats"), series: curves)),
    ])
  }

  /// The settings that aren't the same in all, in the order in which they first come.
  private var settings: [(name: String, values: [String?])] {
    let tables = pages.map { page in
      var table = Dictionary(
        page.configuration.map { ($0.name, $0.json) }, uniquingKeysWith: { $1 })
      table["model files"] = String(page.row.baseFingerprint.prefix(8))
      return table
    }
    var names: [String] = []
    for name in pages.flatMap({ $0.configuration.map(\.name) }) + ["model files"]
    where !names.contains(name) { names.append(name) }
    return names.compactMap { name in
      let values = tables.map { $0[name] }
      return Set(values).count > 1 ? (name, values) : nil
    }
  }

  private static func short(_ text: String) -> String {
    text.count > 32 ? text.prefix(31) + "…" : text
  }
}
