import Foundation

/// Where numbers are along an axis, and which of them are written there.
struct Scale {
  struct Tick {
    let position: Double
    let label: String
  }

  private let interval: Interval
  private let isLogarithmic: Bool
  let ticks: [Tick]

  /// `count` is how many intervals between ticks fit. A scale that `reachesTicks` ends on one;
  /// a `whole` one has none between whole numbers.
  init(
    _ data: Interval.Accumulator, logarithmic: Bool, count: Int, reachesTicks: Bool = false,
    whole: Bool = false
  ) {
    isLogarithmic = logarithmic
    let data = data.interval
    var step = Self.niceStep(data, count: count)
    if whole { step = max(1, step) }
    if logarithmic, data.high - data.low > 2 {
      step = ((data.high - data.low) / Double(max(1, count))).rounded(.up)
    }
    var interval = data
    if reachesTicks {
      // A logarithmic axis may end on any power of ten, not only on those that are written.
      let unit = logarithmic ? min(1, step) : step
      interval = Interval(
        (data.low / unit + 1e-9).rounded(.down) * unit,
        (data.high / unit - 1e-9).rounded(.up) * unit)
    }
    self.interval = interval
    let values = Self.multiples(of: step, in: interval)
    if logarithmic {
      ticks = Self.logarithmicTicks(values, step: step, in: interval, count: count)
    } else {
      let label = Self.labeller(interval, step: step)
      ticks = values.map { Tick(position: interval.position(of: $0), label: label($0)) }
    }
  }

  /// 0 … 1, or nil for what isn't on the scale.
  func position(of value: Double) -> Double? {
    guard let value = Self.placed(value, logarithmic: isLogarithmic) else { return nil }
    return interval.position(of: value)
  }

  /// The number that the arithmetic sees, or nil for what can't be drawn.
  static func placed(_ value: Double, logarithmic: Bool) -> Double? {
    guard value.isFinite, !logarithmic || value > 0 else { return nil }
    return logarithmic ? log10(value) : value
  }

  /// 1, 2 or 5 times a power of ten.
  private static func niceStep(_ interval: Interval, count: Int) -> Double {
    let raw = (interval.high - interval.low) / Double(max(1, count))
    let power = pow(10, log10(raw).rounded(.down))
    let share = raw / power
    return power * (share <= 1.000_001 ? 1 : share <= 2.000_001 ? 2 : share <= 5.000_001 ? 5 : 10)
  }

  private static func multiples(of step: Double, in interval: Interval) -> [Double] {
    let first = (interval.low / step - 1e-6).rounded(.up)
    let last = (interval.high / step + 1e-6).rounded(.down)
    guard first.isFinite, last.isFinite, last >= first, last - first < 200 else { return [] }
    return (0...Int(last - first)).map { (first + Double($0)) * step }
  }

  /// Labels with the same decimals all along, in powers of ten where numbers would be long.
  private static func labeller(_ interval: Interval, step: Double) -> (Double) -> String {
    let size = max(abs(interval.low), abs(interval.high))
    let magnitude = Int((log10(step) + 1e-9).rounded(.down))
    if size >= 1e6 || size < 1e-3 {
      let exponent = Int(log10(size).rounded(.down))
      let unit = pow(10, Double(exponent))
      let decimals = min(8, max(0, exponent - magnitude))
      return { $0 == 0 ? "0" : "\(Numeral.fixed($0 / unit, decimals: decimals))e\(exponent)" }
    }
    return { Numeral.fixed($0, decimals: min(9, max(0, -magnitude))) }
  }

  /// Whole powers of ten; 2s and 5s between them, or plain steps, where few powers are visible.
  private static func logarithmicTicks(
    _ values: [Double], step: Double, in interval: Interval, count: Int
  ) -> [Tick] {
    func tick(_ logarithm: Double) -> Tick {
      Tick(position: interval.position(of: logarithm), label: Numeral.short(pow(10, logarithm)))
    }
    if step >= 1, values.count >= 3 { return values.map(tick) }
    let decades = Int(interval.low.rounded(.down))...Int(interval.high.rounded(.down))
    let steps: [Double] = [0, log10(2), log10(5)]
    let between = decades.flatMap { decade in steps.map { Double(decade) + $0 } }
      .filter { (interval.low - 1e-9...interval.high + 1e-9).contains($0) }
    if between.count >= 2 { return between.map(tick) }
    return values.map(tick)
  }
}
