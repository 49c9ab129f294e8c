/// A kind of file that a notebook is exported as.
package enum ExportFormat: String, CaseIterable, Sendable {
  case html, ipynb, md

  /// The format that a file's name asks for.
  package init?(ofFile name: String) {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    self.init(rawValue: String(name[name.index(after: dot)...]).lowercased())
  }
}
