/// The statistics that a display shows of a tensor, over its values that aren't NaN.
package struct TensorSummary: Sendable, Equatable {
  package var count = 0
  package var nanCount = 0
  package var infiniteCount = 0
  package var mean = Double.nan
  /// Of the population (divided by the count).
  package var std = Double.nan
  package var min = Float.nan
  package var max = Float.nan
}

extension Tensor {
  /// One pass in double (Welford). Infinities count for minimum and maximum, not for mean and std.
  package var summary: TensorSummary {
    var summary = TensorSummary(count: count)
    var finite = 0.0
    var mean = 0.0
    var squares = 0.0
    withValues { values in
      for value in values {
        guard !value.isNaN else {
          summary.nanCount += 1
          continue
        }
        if !(value >= summary.min) { summary.min = value }
        if !(value <= summary.max) { summary.max = value }
        guard value.isFinite else {
          summary.infiniteCount += 1
          continue
        }
        finite += 1
        let distance = Double(value) - mean
        mean += distance / finite
        squares += distance * (Double(value) - mean)
      }
    }
    if finite > 0 {
      summary.mean = mean
      summary.std = (squares / finite).squareRoot()
    }
    return summary
  }
}
