/// What a download reports while it runs.
package enum DownloadEvent: Equatable, Sendable {
  /// What will be fetched, files that are there already left out.
  case started(repository: String, files: Int, bytes: Int)
  case progressed(DownloadProgress)
  case fetched(file: String, bytes: Int, seconds: Double)
  /// Another process fetches the same file.
  case waiting(file: String)
  /// The connection broke; another attempt is made after a pause in seconds.
  case retrying(file: String, reason: String, pause: Double)
  /// Said once after `started`, whatever happened.
  case ended
}

/// How far a download has come.
package struct DownloadProgress: Equatable, Sendable {
  package var file: String
  /// Of the file, counted in bytes.
  package var fileDone: Int
  package var fileTotal: Int
  /// Of all files.
  package var done: Int
  package var total: Int
  /// Bytes a second since the download began, those that lay there already left out.
  package var rate: Double
}
