import Files
import Foundation
import GRDB

extension RunStoreError {
  /// The store's own word for what the database or the file system says.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as RunStoreError: self = error
    case let error as DatabaseError: self.init(error, path: path)
    case FileError.diskFull(let file): self = .diskFull(path: file.path)
    case let error as FileError: self = .unwritable(path: error.file.path, reason: error.reason)
    default: self = .unwritable(path: path, reason: "\(error)")
    }
  }

  private init(_ error: DatabaseError, path: String) {
    let reason = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .databaseBusy(path: path)
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_IOERR:
      self = .unwritable(path: path, reason: reason)
    // Anything else means that the tables aren't what the migrations made.
    default: self = .damaged(path: path, reason: reason)
    }
  }
}
