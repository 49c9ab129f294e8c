import Foundation
import Hub

/// What a kernel needs of its surroundings.
package struct KernelSettings: Sendable {
  let hub: HubSettings
  /// Where runs are kept.
  let storeFolder: URL
  /// Where inputs are kept, a line each.
  let historyFile: URL
  /// The program's.
  let version: String
  /// libzmq's path; nil finds the system's.
  let library: String?
  /// Whether the kernel ends with the process that has started it.
  let endsWithParent: Bool

  package init(
    hub: HubSettings, storeFolder: URL, historyFile: URL, version: String,
    environment: [String: String]
  ) {
    (self.hub, self.storeFolder, self.historyFile) = (hub, storeFolder, historyFile)
    self.version = version
    library = environment["PTS_LIBZMQ"].flatMap { $0.isEmpty ? nil : $0 }
    // Jupyter's servers set it for the kernels that they start.
    endsWithParent = environment["JPY_PARENT_PID"] != nil
  }
}
