/// Things with a line each: a label, a text that is cut where the window ends, and a note after it.
package struct Listing: Sendable {
  package struct Row: Sendable {
    package var label: String
    package var text: String
    /// Whether the text is the first line of several.
    package var hasMoreLines: Bool
    package var note: String

    package init(label: String, text: String, hasMoreLines: Bool = false, note: String = "") {
      self.label = label
      self.text = text
      self.hasMoreLines = hasMoreLines
      self.note = note
    }
  }

  package var rows: [Row]

  package init(rows: [Row]) { self.rows = rows }
}
