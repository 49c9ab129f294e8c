import Figures
import Script
import Tensors

/// Decides what picture some values make: lines for lists, bars for counts, a heat map for a matrix.
struct Plot {
  private let call: Call
  private let values: [Value]
  private let title: String?
  private let isLogarithmic: Bool
  /// What the caller wants written at the axes.
  private let labels: (x: String?, y: String?)
  /// Values in a mean; nil leaves it to the curve, where it is a run's.
  private let window: Int?

  /// `plot(values…, title, log, x, y, smooth)`.
  init(_ call: Call) throws {
    self.call = call
    values = try call.list(0)
    title = call.has(1) ? try call.string(1) : nil
    isLogarithmic = try call.bool(2)
    labels = (call.has(3) ? try call.string(3) : nil, call.has(4) ? try call.string(4) : nil)
    window = call.has(5) ? try call.integer(5) : nil
  }

  func figure() throws -> FigureObject {
    guard let first = values.first else {
      throw Fault("plot has nothing to draw", hint: "such as \(sample)")
    }
    if values.count == 1, !isLogarithmic, let picture = try picture(of: first) {
      return FigureObject("plot", picture, data: first)
    }
    var series: [LineChart.Series] = []
    for (index, value) in values.enumerated() {
      let own = try self.series(value, named: nil, isAlone: values.count == 1, at: index)
      series += own.map { line in
        var line = line
        if values.count > 1, line.name == nil { line.name = "\(index + 1)" }
        return line
      }
    }
    if isLogarithmic, !series.contains(where: { $0.y.contains { $0 > 0 && $0.isFinite } }) {
      throw Fault(
        "a logarithmic axis has room for numbers above 0 alone, and there is none",
        hint: "leave `log` out", at: .argument(2))
    }
    let (xAxis, yAxis) = axes()
    return FigureObject(
      "plot",
      .line(LineChart(title: title, xAxis: xAxis, yAxis: yAxis, series: series.map(smoothed))),
      data: values.count == 1 ? first : .list(values))
  }

  /// What runs have along their axes is known; of other values the caller says it.
  private func axes() -> (x: Axis, y: Axis) {
    let areRuns = values.allSatisfy { value in
      guard case .object(let object) = value else { return false }
      return object is RunObject || object is GridObject
    }
    let y =
      labels.y.map { Axis($0, isLogarithmic: isLogarithmic) }
      ?? (areRuns
        ? Axis("loss", unit: "nats", isLogarithmic: isLogarithmic)
        : Axis(isLogarithmic: isLogarithmic))
    return (Axis(labels.x ?? (areRuns ? "step" : nil)), y)
  }

  /// The series with its means, where they are wanted or a run's losses are lost in their noise.
  private func smoothed(_ series: LineChart.Series) -> LineChart.Series {
    let smoothing =
      window.map { $0 > 1 ? Smoothing(window: $0) : nil }
      ?? (series.isLoss ? Smoothing(for: series.y) : nil)
    guard let smoothing, series.y.count > smoothing.window else { return series }
    var series = series
    series.smoothed = smoothing.means(of: series.y)
    let mean = "mean of \(smoothing.window)"
    series.name = series.name.map { "\($0) (\(mean))" } ?? mean
    return series
  }

  private var sample: String {
    call.context.lastDeclared("run").map { "plot(\($0).loss)" } ?? "plot([3, 2, 1.5])"
  }

  // MARK: One value

  /// What is drawn in another way than by lines; nil for all else.
  private func picture(of value: Value) throws -> Figure? {
    switch value {
    case .record(let record) where !record.isEmpty:
      let bars = record.compactMap { name, value -> Bars.Bar? in
        if case .number(let number) = value { Bars.Bar(name, number) } else { nil }
      }
      return bars.count == record.keys.count ? .bars(Bars(title: title, bars: bars)) : nil
    case .object(let object as TensorObject) where object.tensor.shape.count == 2:
      return heatMap(object.tensor)
    case .object(let object as PromptObject): return object.embedding.map(heatMap)
    case .object(let object as ScoreObject): return object.picture(title: title)
    case .object(let object as SplitObject):
      guard let labels = try object.member("labels") else { return nil }
      return try picture(of: labels)
    case .object(let object as FigureObject): return object.figure
    default: return nil
    }
  }

  private func heatMap(_ tensor: Tensor) -> Figure {
    let width = tensor.shape[1]
    return .heatMap(
      HeatMap(title: title, rows: tensor.shape[0], columns: width) { [tensor] row, column in
        Double(tensor.withValues { $0[row * width + column] })
      })
  }

  // MARK: Lines

  /// - Parameter isAlone: whether no other value is drawn beside it.
  private func series(
    _ value: Value, named name: String?, isAlone: Bool, at index: Int
  ) throws -> [LineChart.Series] {
    switch value {
    case .list(let items):
      guard !items.isEmpty else {
        throw Fault(
          "an empty list has nothing to plot", hint: "give numbers, such as \(sample)",
          at: .argument(index))
      }
      let numbers = items.compactMap { if case .number(let number) = $0 { number } else { nil } }
      if numbers.count == items.count { return [.init(name, y: numbers)] }
      return try records(items, named: name, at: index)
    case .range(let range):
      return [.init(name, y: (0..<range.count).map { Double(range.element($0)) })]
    case .record(let record):
      guard !record.isEmpty else {
        throw Fault(
          "an empty record has nothing to plot", hint: "such as {train: [2, 1]}",
          at: .argument(index))
      }
      return try record.flatMap { name, value in
        try series(value, named: name, isAlone: false, at: index)
      }
    case .object(let stored as StoredRunObject):
      return Self.series(try stored.curve(), named: isAlone ? nil : name ?? stored.name)
    case .object(let run as RunObject):
      return Self.series(run.curve, named: isAlone ? nil : name ?? run.name)
    case .object(let grid as GridObject):
      return zip(grid.runs, grid.labels).map { run, label in
        .loss(run.curve, named: isAlone ? label : run.name)
      }
    case .object(let object as TensorObject) where object.tensor.shape.count == 1:
      return [.init(name, y: object.tensor.values.map { Double($0) })]
    default:
      throw Fault(
        "plot draws lists of numbers, runs and tensors, not \(value.brief)",
        hint: "such as \(sample)", at: .argument(index))
    }
  }

  /// The training loss, and the valid loss where there are evaluations to join.
  private static func series(_ curve: RunCurve, named name: String?) -> [LineChart.Series] {
    guard name == nil, curve.evaluations.count > 1 else { return [.loss(curve, named: name)] }
    return [
      .loss(curve, named: "loss"),
      .init(
        "valid loss", y: curve.evaluations.map(\.loss),
        x: curve.evaluations.map { Double($0.step) }),
    ]
  }

  /// A list of records with a `step` and other numbers, as a run's `.valid` is: a line a field.
  private func records(
    _ items: [Value], named name: String?, at index: Int
  ) throws -> [LineChart.Series] {
    var columns: [(name: String, y: [Double])] = []
    for item in items {
      guard case .record(let record) = item else {
        throw Fault(
          "plot can't draw \(item.brief)", hint: "give numbers", at: .argument(index))
      }
      for (name, value) in record {
        guard case .number(let number) = value else { continue }
        if let index = columns.firstIndex(where: { $0.name == name }) {
          columns[index].y.append(number)
        } else {
          columns.append((name, [number]))
        }
      }
    }
    let x = columns.first { $0.name == "step" }?.y
    let lines = columns.filter { $0.name != "step" && $0.y.count == items.count }
    guard !lines.isEmpty else {
      throw Fault("these records hold no numbers to draw", at: .argument(index))
    }
    return lines.map { line in
      .init(name.map { "\($0) \(line.name)" } ?? line.name, y: line.y, x: x)
    }
  }
}

extension LineChart.Series {
  fileprivate static func loss(_ curve: RunCurve, named name: String?) -> LineChart.Series {
    var series = LineChart.Series(name, y: curve.losses)
    series.isLoss = true
    return series
  }
}
