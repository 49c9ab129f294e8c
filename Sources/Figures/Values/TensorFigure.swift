/// A tensor of any rank: shape, kind of number, summary, and access to its values one by one.
package struct TensorFigure: Sendable {
  package struct Summary: Sendable {
    package var mean: Double
    package var std: Double
    package var min: Double
    package var max: Double
    package var nanCount: Int

    package init(mean: Double, std: Double, min: Double, max: Double, nanCount: Int = 0) {
      self.mean = mean
      self.std = std
      self.min = min
      self.max = max
      self.nanCount = nanCount
    }
  }

  package var name: String?
  package var shape: [Int]
  package var dtype: String
  /// nil for an empty tensor.
  package var summary: Summary?
  package var showsHeatMap: Bool
  /// The value at a row-major position in 0 ..< `count`.
  package var value: @Sendable (_ position: Int) -> Float

  package init(
    name: String? = nil, shape: [Int], dtype: String, summary: Summary?, showsHeatMap: Bool = true,
    value: @escaping @Sendable (_ position: Int) -> Float
  ) {
    self.name = name
    self.shape = shape
    self.dtype = dtype
    self.summary = summary
    self.showsHeatMap = showsHeatMap
    self.value = value
  }

  /// `values` row by row, summarised in one pass.
  package init(
    name: String? = nil, values: [Float], shape: [Int], dtype: String = "f32",
    showsHeatMap: Bool = true
  ) {
    precondition(shape.reduce(1, *) == values.count, "values must fill the shape")
    self.init(
      name: name, shape: shape, dtype: dtype, summary: Summary(values), showsHeatMap: showsHeatMap
    ) { values[$0] }
  }

  package var count: Int { shape.reduce(1, *) }

  /// The tensor as a matrix, leading dimensions flattened: `[rows, last]`.
  package var heatMap: HeatMap {
    let columns = shape.last ?? 1
    let value = value
    return HeatMap(rows: columns == 0 ? 0 : count / columns, columns: columns) {
      Double(value($0 * columns + $1))
    }
  }
}

extension TensorFigure.Summary {
  package init?(_ values: [Float]) {
    guard let summary = values.withUnsafeBufferPointer(Self.init) else { return nil }
    self = summary
  }

  /// nil when there is nothing to summarise; NaN is counted and otherwise ignored.
  package init?(_ values: UnsafeBufferPointer<Float>) {
    var sum = 0.0
    var squares = 0.0
    var low = Float.infinity
    var high = -Float.infinity
    var nanCount = 0
    // Sums of squares lose digits around a mean that dwarfs the spread: measure from a value.
    guard !values.isEmpty else { return nil }
    let origin = Double(values.first(where: \.isFinite) ?? 0)
    for value in values {
      if value.isNaN {
        nanCount += 1
        continue
      }
      let distance = Double(value) - origin
      sum += distance
      squares += distance * distance
      low = Swift.min(low, value)
      high = Swift.max(high, value)
    }
    guard nanCount < values.count else {
      self.init(mean: .nan, std: .nan, min: .nan, max: .nan, nanCount: nanCount)
      return
    }
    let count = Double(values.count - nanCount)
    let shift = sum / count
    self.init(
      mean: origin + shift,
      std: sum.isFinite ? Swift.max(0, squares / count - shift * shift).squareRoot() : .nan,
      min: Double(low), max: Double(high), nanCount: nanCount)
  }
}
