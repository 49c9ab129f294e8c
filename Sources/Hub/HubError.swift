import Files
import Foundation

/// What can come between a name and its files.
package enum HubError: Error, Equatable {
  /// The network is not to be used, and the cache lacks these files (all of them if it lists none).
  case offline(RepositoryID, Revision, missing: [String])
  /// No server answered; `host` is the one that was tried.
  case unreachable(host: String, reason: String)
  /// HF_ENDPOINT isn't a URL.
  case badEndpoint(String)
  /// No transfers can be made: libcurl is not there.
  case noTransport(reason: String)
  case noRepository(RepositoryID, cached: [RepositoryID])
  case noRevision(RepositoryID, Revision)
  /// Gated, private, or not there at all, which the server doesn't distinguish.
  case refused(RepositoryID, page: String, isGated: Bool, hasToken: Bool, cached: [RepositoryID])
  /// Weights that pts doesn't read: another library's.
  case noWeights(RepositoryID, found: [String])
  /// A repository that isn't a model that pts reads.
  case lacksFile(RepositoryID, name: String)
  /// An answer that a hub would not give.
  case badAnswer(host: String, file: String, reason: String)
  case failed(host: String, file: String, status: Int)
  case wrongHash(file: String, expected: String, found: String)
  case diskFull(folder: String, needed: Int, free: Int)
  case unwritable(path: String, reason: String)
  case cancelled

  /// Whether it says no more than that there is no such model, as far as is known.
  package var isOfAbsence: Bool {
    switch self {
    case .noRepository, .refused, .offline: true
    default: false
    }
  }

  /// The cache can't be used as the file system says.
  init(_ error: FileError) {
    self = .unwritable(path: error.file.path, reason: error.reason)
  }
}
