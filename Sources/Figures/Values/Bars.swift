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
}
