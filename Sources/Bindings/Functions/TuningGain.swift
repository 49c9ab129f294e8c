import Figures
import Statistics
import Tuning

/// What tuning has brought, row by row: a tuned prompt beside its own start on the same rows.
struct TuningGain {
  private let start: Score
  private let end: Score
  /// Rows that only the end, and that only the start has right; of free texts, which of the two gives the
  /// row's target more probability.
  private let gained: Int
  private let lost: Int
  private let choosesLabel: Bool

  init(from start: Score, to end: Score) {
    self.start = start
    self.end = end
    choosesLabel = !end.labels.isEmpty
    var gained = 0
    var lost = 0
    for (before, after) in zip(start.predictions, end.predictions) {
      let values =
        choosesLabel
        ? (before.isRight ? 1 : 0, after.isRight ? 1 : 0)
        : (before.logProbabilities[0], after.logProbabilities[0])
      if values.1 > values.0 { gained += 1 } else if values.1 < values.0 { lost += 1 }
    }
    (self.gained, self.lost) = (gained, lost)
  }

  /// Why the tuned prompt can't be said to be ahead of its start; nil where it is.
  var doubt: String? {
    let measure = choosesLabel ? "accuracy" : "loss"
    let values = choosesLabel ? (start.accuracy, end.accuracy) : (start.loss, end.loss)
    let numbers =
      "\(measure) \(Numeral.short(values.0)) before training, \(Numeral.short(values.1)) after, on "
      + "\(Numeral.count(end.rows)) rows"
    if gained <= lost { return "isn't ahead of its own start: \(numbers)" }
    let p = McNemar.exact(gained, lost)
    guard p >= 0.05 else { return nil }
    return "may be ahead of its own start by chance: \(numbers) (exact McNemar p = "
      + "\(Numeral.short(p)))"
  }
}
