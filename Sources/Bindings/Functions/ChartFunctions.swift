import Figures
import Script
import Statistics
import Tensors

/// Pictures of numbers that aren't curves: how they are spread, where points lie, what a matrix holds.
enum ChartFunctions {
  static let all = [histogram, scatter, heatmap]

  private static let title = Parameter("title", .string, default: .none)

  static let histogram = Builtin(
    "histogram",
    [
      Parameter("values", .any), Parameter("bins", .integerIn(.between(1, 10_000)), default: .none),
      title, Parameter("x", .string, default: .none, aliases: ["xlabel", "x_label"]),
    ],
    doc: "how often numbers fall into bins of equal width, of a list or a tensor of any shape",
    example: "histogram([1, 2, 2, 3, 3, 3, 7], bins: 6, title: \"answers\")"
  ) { call in
    let values = try call.tensor(0).values.map { Double($0) }
    guard !values.isEmpty else {
      throw Fault("`histogram` has nothing to count", at: .argument(0))
    }
    let figure = Histogram(
      title: call.has(2) ? try call.string(2) : nil,
      xAxis: Axis(call.has(3) ? try call.string(3) : nil), values: values,
      bins: call.has(1) ? try call.integer(1) : nil)
    return .object(FigureObject("plot", .histogram(figure), data: call[0]))
  }

  static let scatter = Builtin(
    "scatter",
    [
      Parameter("points", .any),
      Parameter(
        "groups", .list(.string).or(.none), default: .none, aliases: ["color", "hue", "by"]),
      Parameter("labels", .list(.string).or(.none), default: .none, aliases: ["names"]), title,
      Parameter("x", .string, default: .none, aliases: ["xlabel", "x_label"]),
      Parameter("y", .string, default: .none, aliases: ["ylabel", "y_label"]),
    ],
    doc:
      "points in a plane: a list of pairs or a tensor with a row for each point; rows of more than two "
      + "numbers, such as embeddings, are shown along their two principal components; `groups` has a "
      + "word for each point that colours it, `labels` one that is written beside it",
    example:
      "scatter([[1, 2], [2, 3], [5, 1]], groups: [\"a\", \"a\", \"b\"], labels: [\"p\", \"q\", \"r\"])"
  ) { call in
    let points = try call.tensor(0)
    guard points.shape.count == 2, points.shape[1] >= 2, points.shape[0] > 0 else {
      throw Fault(
        "`scatter` draws points of two numbers or more, not a tensor of shape \(points.shape)",
        hint: "a row for each point, such as [[1, 2], [3, 4]]", at: .argument(0))
    }
    let groups = try words(1, for: points.shape[0], call)
    let labels = try words(2, for: points.shape[0], call)
    let plane = try Plane(points)
    let figure = Scatter(
      title: call.has(3) ? try call.string(3) : nil,
      xAxis: Axis(call.has(4) ? try call.string(4) : plane.captions?.x),
      yAxis: Axis(call.has(5) ? try call.string(5) : plane.captions?.y),
      points: plane.points.enumerated().map { index, point in
        Scatter.Point(x: point.x, y: point.y, group: groups?[index], label: labels?[index])
      })
    return .object(FigureObject("plot", .scatter(figure), data: call[0]))
  }

  static let heatmap = Builtin(
    "heatmap",
    [
      Parameter("matrix", .any), Parameter("rows", .list(.string).or(.none), default: .none),
      Parameter("columns", .list(.string).or(.none), default: .none), title,
    ],
    doc:
      "a matrix as colours, such as attention or similarity: a tensor of two dimensions or a list of "
      + "lists; `rows` and `columns` name them, as tokens do",
    example:
      "heatmap([[0.9, 0.1], [0.2, 0.8]], rows: [\"good\", \"bad\"], columns: [\"yes\", \"no\"])"
  ) { call in
    let matrix = try call.tensor(0)
    guard matrix.shape.count == 2 else {
      throw Fault(
        "`heatmap` draws a matrix, not a tensor of shape \(matrix.shape)",
        hint: "take one of its matrices, such as t[0]", at: .argument(0))
    }
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let map = HeatMap(
      title: call.has(3) ? try call.string(3) : nil, rows: rows, columns: columns,
      rowLabels: try words(1, for: rows, call), columnLabels: try words(2, for: columns, call)
    ) { [matrix] row, column in Double(matrix.withValues { $0[row * columns + column] }) }
    return .object(FigureObject("plot", .heatMap(map), data: call[0]))
  }

  /// A word for each of `count` points, rows or columns; nil where none are given.
  private static func words(_ index: Int, for count: Int, _ call: Call) throws -> [String]? {
    guard call.has(index) else { return nil }
    let words = try call.list(index).compactMap { value -> String? in
      if case .string(let text) = value { text } else { nil }
    }
    guard words.count == count else {
      let name = call.builtin.parameters[index].name
      throw Fault(
        "`\(name)` has \(words.count) words for \(count)", hint: "give one for each",
        at: .argument(index))
    }
    return words
  }

  /// Points of any number of dimensions in two.
  private struct Plane {
    let points: [(x: Double, y: Double)]
    /// What the axes are, where they aren't the points' own.
    let captions: (x: String, y: String)?

    init(_ tensor: Tensor) throws {
      let columns = tensor.shape[1]
      let values = tensor.values
      guard columns > 2 else {
        points = (0..<tensor.shape[0]).map { (Double(values[2 * $0]), Double(values[2 * $0 + 1])) }
        captions = nil
        return
      }
      guard values.allSatisfy(\.isFinite) else {
        throw Fault(
          "points with NaN or infinite coordinates have no principal components",
          hint: "leave their rows out, or choose two columns: t[.., ..2]", at: .argument(0))
      }
      let found = PrincipalComponents(values, columns: columns, count: 2)
      points = found.coordinates.map { ($0[0], $0[1]) }
      func caption(_ index: Int) -> String {
        "component \(index + 1), \(Numeral.fixed(100 * found.shares[index], decimals: 0))% of variance"
      }
      captions = (caption(0), caption(1))
    }
  }
}
