/// An event of a run, and all that is known of the run by then.
package struct RunReport: Sendable {
  package enum Moment: Sendable {
    /// It goes through its first steps, or those after a checkpoint.
    case started
    /// A step or an evaluation is done.
    case advanced
    /// It came to an end of its own, or was interrupted: there is a summary.
    case finished
    /// The last report, whatever happened; a fault leaves no summary.
    case ended
  }

  package let moment: Moment
  package let progress: RunProgress
}
