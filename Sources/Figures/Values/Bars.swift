/// Labelled amounts side by side.
package struct Bars: Sendable {
  package struct Bar: Sendable {
    package var label: String
    package var value: Double
    /// What is written beside the bar; nil writes the value.
    package var note: String?

    package init(_ label: String, _ value: Double, note: String? = nil) {
      self.label = label
      self.value = value
      self.note = note
    }
  }

  package var title: String?
  package var unit: String?
  package var bars: [Bar]
  /// The amount of a full bar, 1 for shares; nil takes the largest.
  package var full: Double?

  package init(title: String? = nil, unit: String? = nil, bars: [Bar], full: Double? = nil) {
    self.title = title
    self.unit = unit
    self.bars = bars
    self.full = full
  }

  /// What is written beside a bar.
  func text(_ bar: Bar, _ number: (Double) -> String) -> String {
    bar.note ?? number(bar.value) + (unit.map { " " + $0 } ?? "")
  }

  /// From the longest bar below zero to the longest above it; zero is always within.
  var span: (low: Double, high: Double) {
    let finite = bars.map(\.value).filter(\.isFinite)
    return (
      min(0, finite.min() ?? 0),
      max(0, full.flatMap { $0.isFinite ? $0 : nil } ?? 0, finite.max() ?? 0)
    )
  }
}
