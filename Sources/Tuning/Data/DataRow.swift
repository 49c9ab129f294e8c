/// One record of a dataset: its columns' texts, and its place in the file.
package struct DataRow: Hashable, Sendable {
  /// 0-based place in the dataset before any split.
  package let index: Int
  package let fields: [String: String]

  package init(index: Int, fields: [String: String]) {
    self.index = index
    self.fields = fields
  }
}
