import Bindings
import Figures

/// What the runs of a script would do, a line for each.
struct PlanTable {
  private let forecasts: [RunForecast]

  init(_ forecasts: [RunForecast]) { self.forecasts = forecasts }

  var figure: Figure {
    .stack([
      .table(
        Table(
          columns: [
            .init("run"), .init("plan"), .init("why"), .init("steps"), .init("time"),
            .init("memory"),
          ],
          rows: forecasts.map { forecast in
            let (plan, reason) = Self.words(forecast)
            return [
              .text(forecast.name), .text(plan), .text(reason),
              .text(forecast.steps.map(Numeral.count) ?? "?"),
              .text(forecast.seconds.map(Numeral.duration) ?? "?"),
              forecast.memory.map { .text(Numeral.bytes($0)) } ?? .missing,
            ]
          }, maxRows: .max)),
      .text(total),
    ])
  }

  private static func words(_ forecast: RunForecast) -> (plan: String, reason: String) {
    switch forecast.action {
    case .cached(let run):
      ("cached", "ran \(Moment.text(run.started)) · \(Numeral.duration(run.seconds))")
    case .repeats(let name): ("cached", "the same run as \(name)")
    case .continues(let key, let step):
      (
        "continues",
        "\(forecast.reason); the first \(Numeral.count(step)) steps are of run \(key.short)"
      )
    case .trains: ("trains", forecast.reason)
    case .unknown: ("depends", forecast.reason)
    }
  }

  /// `7 runs: 5 cached, 2 to train, about 41 s`.
  private var total: String {
    var counts = [0, 0, 0]
    for forecast in forecasts {
      switch forecast.action {
      case .cached, .repeats: counts[0] += 1
      case .continues, .trains: counts[1] += 1
      case .unknown: counts[2] += 1
      }
    }
    let parts = zip(counts, ["cached", "to train", "known only when it runs"])
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let known = forecasts.compactMap(\.seconds)
    let seconds = known.reduce(0, +)
    let isWhole = known.count == forecasts.count
    let time =
      seconds > 0 ? ", about \(Numeral.duration(seconds))\(isWhole ? "" : " and more")" : ""
    return "\(forecasts.count) run\(forecasts.count == 1 ? "" : "s"): "
      + parts.joined(separator: ", ") + time
  }
}
