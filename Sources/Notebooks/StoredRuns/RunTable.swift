import Figures
import Foundation
import Runs
import Tuning

/// The list of runs as a table, a line for each.
struct RunTable {
  struct Line {
    let row: RunRow
    let loss: Double?
    let evaluation: Evaluation?
  }

  private let lines: [Line]

  init(_ lines: [Line]) { self.lines = lines }

  var table: Table {
    Table(
      columns: [
        .init("id"), .init("name"), .init("status"), .init("steps"), .init("loss", .number()),
        .init("accuracy", .number()), .init("when"), .init("took"),
      ],
      rows: lines.map { line in
        let row = line.row
        let steps =
          row.stepsDone == row.stepsTotal
          ? Numeral.count(row.stepsDone)
          : "\(Numeral.count(row.stepsDone))/\(Numeral.count(row.stepsTotal))"
        return [
          .text(row.key.short), .text(row.name), .text(row.status.rawValue), .text(steps),
          line.loss.map { .number($0) } ?? .missing,
          line.evaluation.map { .number($0.accuracy) } ?? .missing,
          .text(Self.moment(row.started)), .text(Numeral.duration(row.seconds)),
        ]
      }, maxRows: .max)
  }

  /// `14:02` today, `2026-11-20 14:02` on another day; local time.
  static func moment(_ date: Date) -> String {
    func text(_ date: Date, _ format: String) -> String {
      var seconds = time_t(date.timeIntervalSince1970)
      var parts = tm()
      localtime_r(&seconds, &parts)
      var bytes = [CChar](repeating: 0, count: 64)
      let count = strftime(&bytes, bytes.count, format, &parts)
      return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    let day = text(date, "%Y-%m-%d")
    let clock = text(date, "%H:%M")
    return day == text(Date(), "%Y-%m-%d") ? clock : "\(day) \(clock)"
  }
}
