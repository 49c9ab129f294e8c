/// One cell of a file as it was read.
struct CellSyntax {
  let title: String
  let isProse: Bool
  let statements: [Statement]
  let lower: Int
  let upper: Int
}
