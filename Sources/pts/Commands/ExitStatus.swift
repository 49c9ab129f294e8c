import ArgumentParser
import Notebooks

/// What the program tells whoever started it.
enum ExitStatus {
  static let success: Int32 = 0
  /// A script's error.
  static let failure: Int32 = 1
  /// Words that the command doesn't understand, or a file that isn't there.
  static let usage: Int32 = 2
  static let interrupted: Int32 = 130

  static func of(_ outcome: Session.Outcome) -> Int32 {
    switch outcome {
    case .finished: success
    case .failed: failure
    case .interrupted: interrupted
    }
  }
}
