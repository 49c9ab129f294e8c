import Figures
import Script
import Tensors

/// Decides what picture some values make: lines for lists, a heat map for a matrix.
enum Plot {
  static func figure(_ values: [Value], title: String?) throws -> FigureObject {
    guard !values.isEmpty else {
      throw Fault("plot has nothing to draw", hint: "such as plot(first.loss)")
    }
    if values.count == 1, let tensor = tensor(values[0]), tensor.shape.count == 2 {
      let map = HeatMap(title: title, rows: tensor.shape[0], columns: tensor.shape[1]) {
        [tensor] row, column in
        Double(tensor.withValues { $0[row * tensor.shape[1] + column] })
      }
      return FigureObject("plot", .heatMap(map), data: values[0])
    }
    var series: [LineChart.Series] = []
    for (index, value) in values.enumerated() { series += try self.series(value, at: index) }
    if values.count > 1, series.allSatisfy({ $0.name == nil }) {
      for index in series.indices { series[index].name = "\(index + 1)" }
    }
    let chart = LineChart(title: title, series: series)
    return FigureObject("plot", .line(chart), data: .list(values))
  }

  private static func tensor(_ value: Value) -> Tensor? {
    if case .object(let object) = value { (object as? TensorObject)?.tensor } else { nil }
  }

  private static func series(_ value: Value, at index: Int) throws -> [LineChart.Series] {
    switch value {
    case .list(let items) where !items.isEmpty:
      let numbers = items.compactMap { if case .number(let number) = $0 { number } else { nil } }
      if numbers.count == items.count { return [.init(y: numbers)] }
      return try records(items, at: index)
    case .object(let object as RunObject):
      return [.init(object.name, y: object.session.state.losses.map { Double($0) })]
    case .object(let object as GridObject):
      return zip(object.runs, object.labels).map { run, label in
        .init(label, y: run.session.state.losses.map { Double($0) })
      }
    case .object(let object as TensorObject) where object.tensor.shape.count == 1:
      return [.init(y: object.tensor.values.map { Double($0) })]
    case .list:
      throw Fault(
        "an empty list has nothing to plot", hint: "give numbers, such as plot(first.loss)",
        at: .argument(0))
    default:
      throw Fault(
        "plot draws lists of numbers, runs and tensors, not \(value.brief)",
        hint: "such as plot(first.loss)", at: .argument(0))
    }
  }

  /// A list of records with a `step` and other numbers, as `first.valid` is: a line a field.
  private static func records(_ items: [Value], at index: Int) throws -> [LineChart.Series] {
    var columns: [(name: String, y: [Double])] = []
    for item in items {
      guard case .record(let record) = item else {
        throw Fault("plot can't draw \(item.brief)", hint: "give numbers", at: .argument(0))
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
      throw Fault("these records hold no numbers to draw", at: .argument(0))
    }
    return lines.map { .init($0.name, y: $0.y, x: x) }
  }
}
