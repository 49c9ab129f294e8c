import Files
import Foundation

/// Models by their names: from the cache that Hugging Face's libraries share, and into it from their
/// server.
package struct ModelHub {
  package let settings: HubSettings
  private let report: (DownloadEvent) -> Void
  private let isCancelled: () -> Bool

  private var cache: HubCache { HubCache(folder: settings.cache) }

  /// - Parameters:
  ///   - report: called during downloads, on the thread that started them.
  ///   - isCancelled: called while something is fetched; what has come by then is kept.
  package init(
    _ settings: HubSettings, report: @escaping (DownloadEvent) -> Void,
    isCancelled: @escaping () -> Bool
  ) {
    self.settings = settings
    self.report = report
    self.isCancelled = isCancelled
  }

  /// The folder of a revision, if the cache has all that a model or an adapter needs. Never asks the
  /// server: a branch is where it was when it was fetched, so that a script keeps giving the same
  /// result.
  package func cachedFolder(_ repository: RepositoryID, _ revision: Revision) -> URL? {
    let cached = cache.repository(repository)
    guard let commit = cached.commit(revision), cached.missing(commit).isEmpty else { return nil }
    return cached.snapshot(commit)
  }

  /// The folder of a revision; what the cache lacks is fetched.
  package func folder(_ repository: RepositoryID, _ revision: Revision) throws(HubError) -> URL {
    if let folder = cachedFolder(repository, revision) { return folder }
    try checkCanFetch(repository, revision)
    do {
      return try fetch(repository, revision)
    } catch HubError.noRepository(let id, _) {
      throw .noRepository(id, cached: cachedRepositories)
    } catch HubError.refused(let id, let page, let isGated, let hasToken, _) {
      throw .refused(
        id, page: page, isGated: isGated, hasToken: hasToken, cached: cachedRepositories)
    } catch let error as HubError {
      throw error
    } catch let error as FileError {
      throw HubError(error)
    } catch {
      throw .unwritable(path: settings.cache.path, reason: "\(error)")
    }
  }

  /// Throws what is certain before any request: that the cache lacks it and the network is
  /// not to be used, or that the server has said before that there is no such model.
  package func checkCanFetch(
    _ repository: RepositoryID, _ revision: Revision
  ) throws(HubError) {
    let cached = cache.repository(repository)
    let commit = cached.commit(revision)
    let missing = commit.map(cached.missing) ?? []
    if let commit, let name = missing.first(where: { cached.isKnownToLack($0, commit) }) {
      throw .lacksFile(repository, name: name)
    }
    if settings.isOffline {
      let isThere = commit.map {
        FileManager.default.fileExists(atPath: cached.snapshot($0).path)
      }
      throw .offline(repository, revision, missing: isThere == true ? missing : [])
    }
  }

  /// The repositories of the cache, in the order of their names.
  package var cachedRepositories: [RepositoryID] { cache.repositories }

  private func fetch(_ repository: RepositoryID, _ revision: Revision) throws -> URL {
    let server = try HubServer(settings, isCancelled: isCancelled)
    let listing = try server.listing(repository, revision, report: report)
    let cached = cache.repository(repository)
    do {
      _ = try WantedFiles.weights(in: listing.files, repository)
    } catch HubError.lacksFile(let id, let name) {
      try Folder.create(cached.snapshot(listing.commit))
      cached.noteLack(of: name, listing.commit)
      try cached.note(revision, at: listing.commit)
      throw HubError.lacksFile(id, name: name)
    }
    let download = Download(
      repository, commit: listing.commit, from: server, to: cache,
      retrying: Retrying(firstPause: settings.firstPause, isCancelled: isCancelled), report: report)
    try download.fetch(listing.files)
    try cached.note(revision, at: listing.commit)
    return cached.snapshot(listing.commit)
  }
}
