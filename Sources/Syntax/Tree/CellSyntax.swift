/// One cell of a file as it was read.
package struct CellSyntax {
  package let title: String
  package let isProse: Bool
  package let statements: [Statement]
  package let lower: Int
  package let upper: Int
}
