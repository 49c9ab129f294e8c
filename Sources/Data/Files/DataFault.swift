/// A problem at a byte of the file, as a reader meets it.
struct DataFault: Error {
  let problem: DataFileError.Problem
  let offset: Int?

  init(_ problem: DataFileError.Problem, at offset: Int?) {
    self.problem = problem
    self.offset = offset
  }
}
