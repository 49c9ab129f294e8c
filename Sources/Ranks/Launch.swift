#if MPI
  import Foundation
#endif

/// What the launcher made of this process, and how it goes.
package enum Launch {
  #if MPI
    /// The group that `mpirun` put this process in, joined when it is first used; the process
    /// alone where nobody launched it. The thread that uses it first is the one that communicates.
    package static let group: any ProcessGroup = isLaunched ? MPIGroup() : SoleProcess()

    /// MPI is not woken in a process of its own: that costs a tenth of a second.
    private static var isLaunched: Bool {
      getenv("OMPI_COMM_WORLD_SIZE") != nil || getenv("PMIX_RANK") != nil
    }
  #else
    package static let group: any ProcessGroup = SoleProcess()
  #endif

  /// Leaves the group; nothing of it may be used afterwards.
  ///
  /// A process that ends well waits for the others. One that ends with an error waits for a moment:
  /// if the others come to the same end, the first of them has said why; if not, they wait for what
  /// will never come, and are ended.
  ///
  /// - Parameters:
  ///   - status: what this process is about to exit with.
  ///   - report: says what went wrong; called in one process where the first has not said it.
  package static func leave(_ status: Int32, report: () -> Void) {
    #if MPI
      (group as? MPIGroup)?.leave(status, report: report)
    #endif
  }
}
