import ArgumentParser
import Notebooks

/// The statuses that the program exits with.
enum ExitStatus {
  static let success: Int32 = 0
  /// A script's error.
  static let failure: Int32 = 1
  /// Words that the command doesn't understand, or a file that isn't there.
  static let usage: Int32 = 2
  static let interrupted: Int32 = 130

  static func of(_ ending: Ending) -> Int32 {
    switch ending {
    case .finished: success
    case .failed: failure
    case .interrupted: interrupted
    case .exited(let status): status
    }
  }
}
