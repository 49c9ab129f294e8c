import Files
import Foundation

/// Brings the files of one commit into the cache, each under its lock, continued where an earlier
/// download ended, and kept only when its hash is right.
final class Download {
  private let server: HubServer
  private let repository: RepositoryID
  private let commit: String
  private let cache: HubCache
  private let cached: CachedRepository
  private let retrying: Retrying
  private let report: (DownloadEvent) -> Void

  private let began = ContinuousClock.now
  private var total = 0
  /// Bytes of files that are whole by now.
  private var done = 0
  /// Bytes that came over the network.
  private var received = 0

  init(
    _ repository: RepositoryID, commit: String, from server: HubServer, to cache: HubCache,
    retrying: Retrying, report: @escaping (DownloadEvent) -> Void
  ) {
    self.server = server
    self.repository = repository
    self.commit = commit
    self.cache = cache
    cached = cache.repository(repository)
    self.retrying = retrying
    self.report = report
  }

  func fetch(_ listing: Set<String>) throws {
    var names = WantedFiles.descriptions(in: listing)
    switch try WantedFiles.weights(in: listing, repository) {
    case .whole(let weights): names += weights
    case .sharded(let name):
      // Only the index knows what else there is to fetch.
      let index = try remoteFile(name)
      total = index.size
      try fetch(index)
      names += try shards(of: name, in: listing)
      (total, done) = (0, 0)
    }
    // A file that is here already needs no question.
    let files = try names.filter { !cached.has($0, commit) }.map(remoteFile)
    let absent = files.filter { !exists(cached.blob($0.hash)) }
    (total, done) = (absent.reduce(0) { $0 + $1.size }, 0)
    report(.started(repository: repository.description, files: absent.count, bytes: total))
    defer { report(.ended) }
    for file in files { try fetch(file) }
  }

  private func remoteFile(_ name: String) throws -> HubServer.RemoteFile {
    try server.remoteFile(name, repository, commit: commit, report: report)
  }

  private func shards(of index: String, in listing: Set<String>) throws -> [String] {
    let file = cached.snapshot(commit).appendingPathComponent(index)
    guard let shards = WantedFiles.shards(index: try MappedFile.data(file)) else {
      throw server.badAnswer(index, "it names no shards, or some outside its folder")
    }
    for shard in shards where !listing.contains(shard) {
      throw HubError.lacksFile(repository, name: shard)
    }
    return shards
  }

  private func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

  /// Fetches one file, unless its blob is there, and links it into the snapshot.
  private func fetch(_ file: HubServer.RemoteFile) throws {
    let blob = cached.blob(file.hash)
    // Not before a file may be read: what can't be fetched leaves no folder.
    try cache.tag()
    try Folder.create(cached.snapshot(commit))
    try Folder.create(blob.deletingLastPathComponent())
    let lock = try waitForLock(file)
    if !exists(blob) {
      let start = ContinuousClock.now
      try fill(blob, with: file)
      done += file.size
      report(
        .fetched(
          file: file.name, bytes: file.size, seconds: (ContinuousClock.now - start) / .seconds(1)))
    }
    try cached.link(file.name, commit, to: file.hash)
    withExtendedLifetime(lock) {}
  }

  private func waitForLock(_ file: HubServer.RemoteFile) throws -> FileLock {
    let lock = cached.lock(file.hash)
    try Folder.create(lock.deletingLastPathComponent())
    var isReported = false
    while true {
      if let lock = try FileLock.take(lock, .whole) { return lock }
      if !isReported { report(.waiting(file: file.name)) }
      isReported = true
      try retrying.wait(0.1)
    }
  }

  private func fill(_ blob: URL, with file: HubServer.RemoteFile) throws {
    let partial = try PartialFile(file, blob: blob)
    let isResumed = partial.count > 0
    do {
      try receive(file, into: partial)
      do {
        try partial.finish()
      } catch HubError.wrongHash where isResumed {
        // What was there may have been damaged before.
        try partial.restart()
        try receive(file, into: partial)
        try partial.finish()
      }
    } catch let error as HubError {
      switch error {
      case .wrongHash, .badAnswer: partial.remove()
      default: break
      }
      throw error
    }
  }

  /// Ends when the file has all its bytes.
  private func receive(_ file: HubServer.RemoteFile, into partial: PartialFile) throws {
    func count() -> Int { partial.count }
    try retrying.perform(
      file.name, host: server.host, report: report, progress: count
    ) {
      var mayRestart = true
      while !partial.isComplete {
        let before = partial.count
        do {
          try server.bytes(of: file, repository, commit: commit, from: before) { start, bytes in
            try partial.append(bytes, at: start, of: server)
            received += bytes.count
            report(.progressed(progress(file, partial.count)))
          }
        } catch HubError.failed(_, _, 416) where before > 0 && mayRestart {
          // The server has no such range of a file that it should have.
          mayRestart = false
          try partial.restart()
          continue
        }
        guard partial.count > before else {
          throw HTTPClient.Failure.broken(reason: "no data arrived", isConnected: true)
        }
      }
    }
  }

  private func progress(_ file: HubServer.RemoteFile, _ count: Int) -> DownloadProgress {
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    return DownloadProgress(
      file: file.name, fileDone: count, fileTotal: file.size, done: done + count, total: total,
      rate: seconds > 0 ? Double(received) / seconds : 0)
  }
}
