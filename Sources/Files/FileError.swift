import Foundation

/// Why a file or a folder can't be used, with the system's own reason.
package enum FileError: Error, Hashable {
  case unreadable(file: URL, reason: String)
  case unwritable(file: URL, reason: String)
  case diskFull(file: URL)
  /// The folder that a file is to be written into isn't there.
  case noFolder(URL, file: URL)
  /// A stream has more bytes than its reader takes.
  case tooLarge(file: URL, limit: Int)
  /// ^C came while a pipe was waited for.
  case interrupted(file: URL)

  /// The fault of a file that couldn't be written, from `errno`.
  package static func unwritable(_ file: URL, errno code: Int32) -> FileError {
    code == ENOSPC || code == EDQUOT
      ? .diskFull(file: file) : .unwritable(file: file, reason: SystemReason.text(code))
  }

  /// The fault of a file that couldn't be read, from `errno`.
  package static func unreadable(_ file: URL, errno code: Int32) -> FileError {
    .unreadable(file: file, reason: SystemReason.text(code))
  }

  /// What is wrong, after the file's name.
  package var clause: String {
    switch self {
    case .unreadable, .tooLarge: "can't be read: \(reason)"
    case .unwritable, .diskFull, .noFolder: "can't be written: \(reason)"
    case .interrupted: reason
    }
  }

  package var reason: String {
    switch self {
    case .unreadable(_, let reason), .unwritable(_, let reason): reason
    case .diskFull: SystemReason.text(ENOSPC)
    case .noFolder(let folder, _): "there is no folder `\(folder.path)`"
    case .tooLarge(_, let limit): "it has more than \(limit / 1_000_000) MB"
    case .interrupted: SystemReason.text(EINTR)
    }
  }

  package var file: URL {
    switch self {
    case .unreadable(let file, _), .unwritable(let file, _), .diskFull(let file),
      .noFolder(_, let file), .tooLarge(let file, _), .interrupted(let file):
      file
    }
  }

  /// The same fault of another file.
  func renamed(_ file: URL) -> FileError {
    switch self {
    case .unreadable(_, let reason): .unreadable(file: file, reason: reason)
    case .unwritable(_, let reason): .unwritable(file: file, reason: reason)
    case .diskFull: .diskFull(file: file)
    case .noFolder(let folder, _): .noFolder(folder, file: file)
    case .tooLarge(_, let limit): .tooLarge(file: file, limit: limit)
    case .interrupted: .interrupted(file: file)
    }
  }
}

extension FileError: CustomStringConvertible {
  package var description: String { "\(file.path): \(clause)" }
}
