/// One record of a dataset: its columns' texts, and its index in the data.
package struct DataRow: Sendable {
  /// Counted from 0 in the dataset, before any split.
  package let index: Int
  package let fields: [String: String]
  /// What its columns that can't be used hold, lists and records, in words.
  package let nested: [String: String]
  /// What messages call it. The same record from another file is an equal row.
  package let origin: RowOrigin

  /// - Parameter origin: the element of a list at the same index unless it is given.
  package init(
    index: Int, fields: [String: String], nested: [String: String] = [:],
    origin: RowOrigin? = nil
  ) {
    self.index = index
    self.fields = fields
    self.nested = nested
    self.origin = origin ?? .element(index)
  }
}

extension DataRow: Hashable {
  package static func == (one: DataRow, other: DataRow) -> Bool {
    one.index == other.index && one.fields == other.fields
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(index)
    hasher.combine(fields)
  }
}
