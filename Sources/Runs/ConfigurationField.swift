/// One setting of a run: its name (`hyper.lr`) and its value as JSON.
package struct ConfigurationField: Hashable, Sendable {
  package let name: String
  package let json: String

  package init(name: String, json: String) {
    self.name = name
    self.json = json
  }
}

/// A setting in which two runs differ; nil where one of them doesn't have it.
package struct ConfigurationDifference: Hashable, Sendable {
  package let name: String
  package let first: String?
  package let second: String?
}
