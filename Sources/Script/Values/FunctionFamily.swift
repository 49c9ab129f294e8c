/// Functions that are about one thing, under a word that help knows: `?texts`.
package struct FunctionFamily: Sendable {
  package let name: String
  package let title: String
  package let functions: [Builtin]

  package init(_ name: String, _ title: String, _ functions: [Builtin]) {
    self.name = name
    self.title = title
    self.functions = functions
  }
}
