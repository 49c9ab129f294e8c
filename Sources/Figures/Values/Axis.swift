/// The quantity along one side of a chart.
package struct Axis: Sendable {
  package var label: String?
  package var unit: String?
  /// Values at or below zero can't be shown on a logarithmic axis; the drawing counts them.
  package var isLogarithmic: Bool

  package init(_ label: String? = nil, unit: String? = nil, isLogarithmic: Bool = false) {
    self.label = label
    self.unit = unit
    self.isLogarithmic = isLogarithmic
  }

  /// `loss (nats)`, or nothing.
  var caption: String? {
    switch (label, unit) {
    case (let label?, let unit?): "\(label) (\(unit))"
    case (let label?, nil): label
    case (nil, let unit?): "(\(unit))"
    case (nil, nil): nil
    }
  }
}
