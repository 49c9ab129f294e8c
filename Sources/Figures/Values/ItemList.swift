/// A list as a script writes it, of which a reader sees the first items.
package struct ItemList: Sendable {
  /// The whole list on one line; nil where it is longer than any window is wide.
  package var source: String?
  /// The first items, each as it appears among the others.
  package var items: [String]
  /// All items, those left out included.
  package var count: Int

  package init(source: String?, items: [String], count: Int) {
    self.source = source
    self.items = items
    self.count = count
  }
}
