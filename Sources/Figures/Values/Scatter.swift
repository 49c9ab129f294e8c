/// Points in a plane, each perhaps of a group and with a label of its own.
package struct Scatter: Sendable {
  package struct Point: Sendable {
    package var x: Double
    package var y: Double
    package var group: String?
    package var label: String?

    package init(x: Double, y: Double, group: String? = nil, label: String? = nil) {
      self.x = x
      self.y = y
      self.group = group
      self.label = label
    }
  }

  package var title: String?
  package var xAxis: Axis
  package var yAxis: Axis
  package var points: [Point]
  package var height: Int?

  package init(
    title: String? = nil, xAxis: Axis = Axis(), yAxis: Axis = Axis(), points: [Point],
    height: Int? = nil
  ) {
    self.title = title
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.points = points
    self.height = height
  }
}
