/// A name where it is introduced or used.
///
/// No two names of a file begin at the same offset: what a later pass finds out about a name it
/// keeps in a table by `lower`, and the tree stays as it was read.
package struct NameSyntax {
  package let name: String
  package let lower: Int
  package let upper: Int

  package init(name: String, lower: Int, upper: Int) {
    self.name = name
    self.lower = lower
    self.upper = upper
  }
}
