/// A scatter's points that can be drawn, their groups, and the spans that they fill.
struct PlacedPoints {
  let points: [Scatter.Point]
  /// In order of appearance; points without a group are one too.
  let groups: [String?]
  private(set) var x = Interval.Accumulator()
  private(set) var y = Interval.Accumulator()
  /// Says how many points can't be drawn; nil where all can.
  let leftOutNote: String?

  init(_ scatter: Scatter) {
    let (xLog, yLog) = (scatter.xAxis.isLogarithmic, scatter.yAxis.isLogarithmic)
    var (spanX, spanY) = (Interval.Accumulator(), Interval.Accumulator())
    points = scatter.points.filter { point in
      guard let x = Scale.placed(point.x, logarithmic: xLog),
        let y = Scale.placed(point.y, logarithmic: yLog)
      else { return false }
      spanX.add(x)
      spanY.add(y)
      return true
    }
    (x, y) = (spanX, spanY)
    var seen: Set<String?> = []
    groups = points.map(\.group).filter { seen.insert($0).inserted }
    leftOutNote = LeftOut.note(
      scatter.points.count - points.count, logarithmic: xLog || yLog)
  }

  /// Each group's name and how many points it has; empty where none has a name.
  var legend: [(name: String, value: String)] {
    guard groups.contains(where: { $0 != nil }) else { return [] }
    let sizes = Dictionary(points.map { ($0.group, 1) }, uniquingKeysWith: +)
    return groups.map { ($0 ?? "(no group)", Numeral.count(sizes[$0] ?? 0)) }
  }
}
