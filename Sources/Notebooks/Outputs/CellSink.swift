/// Where a session's outputs go as they are made: a terminal, a pipe, a Jupyter front end, a test.
package protocol CellSink: AnyObject {
  func receive(_ output: CellOutput)
}
