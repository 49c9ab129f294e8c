import Foundation

/// Why a file or a folder can't be used, with the system's own reason.
package enum FileError: Error, Hashable {
  case unreadable(file: URL, reason: String)
  case unwritable(file: URL, reason: String)
  case diskFull(file: URL)

  /// The fault of a file that couldn't be written, from `errno`.
  package static func unwritable(_ file: URL, errno code: Int32) -> FileError {
    code == ENOSPC || code == EDQUOT
      ? .diskFull(file: file) : .unwritable(file: file, reason: String(cString: strerror(code)))
  }

  /// The fault of a file that couldn't be read, from `errno`.
  package static func unreadable(_ file: URL, errno code: Int32) -> FileError {
    .unreadable(file: file, reason: String(cString: strerror(code)))
  }
}

extension FileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file.path): can't be read: \(reason)"
    case .unwritable(let file, let reason): "\(file.path): can't be written: \(reason)"
    case .diskFull(let file): "\(file.path): can't be written: the disk is full"
    }
  }
}
