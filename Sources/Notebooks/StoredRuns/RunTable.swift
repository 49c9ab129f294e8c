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
          .text(row.key.short), .text(row.name),
          .text(row.status.rawValue + (row.isPinned ? ", pinned" : "")), .text(steps),
          line.loss.map { .number($0) } ?? .missing,
          line.evaluation.map { .number($0.accuracy) } ?? .missing,
          .text(Moment.text(row.started)), .text(Numeral.duration(row.seconds)),
        ]
      }, maxRows: .max)
  }
}
