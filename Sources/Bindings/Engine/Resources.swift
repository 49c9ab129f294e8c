import Foundation

/// The files that travel with the program.
enum Resources {
  /// Beside the program as the build leaves it, or under `share/pts` as it is installed.
  static func folder(_ name: String) -> URL? {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    let candidates = [
      program.appendingPathComponent("pts_Bindings.resources"),
      program.deletingLastPathComponent().appendingPathComponent("share/pts"),
    ]
    return candidates.map { $0.appendingPathComponent(name) }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }
}
