import Files
import Foundation

/// The cache that Hugging Face's libraries share: for each repository `blobs` named by their hash,
/// `snapshots/COMMIT` with links to them, and `refs` that say which commit a branch was at.
struct HubCache {
  let folder: URL

  func repository(_ id: RepositoryID) -> CachedRepository {
    CachedRepository(
      folder: folder.appendingPathComponent(id.folderName, isDirectory: true),
      locks: folder.appendingPathComponent(".locks/\(id.folderName)", isDirectory: true))
  }

  /// The repositories that have a folder here, in the order of their names.
  var repositories: [RepositoryID] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.compactMap(RepositoryID.init(folderName:))
      .sorted { $0.description < $1.description }
  }

  /// Tells backup programs that all of this can be fetched again.
  func tag() throws(FileError) {
    try Folder.create(folder)
    let path = folder.appendingPathComponent("CACHEDIR.TAG").path
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return }
    let text = Array(
      """
      Signature: 8a477f597d28d172789f06886806bc55
      # This file is a cache directory tag created by pts.
      # For information about cache directory tags, see:
      #\thttps://bford.info/cachedir/

      """.utf8)
    write(descriptor, text, text.count)
    close(descriptor)
  }
}

/// One repository of the cache.
struct CachedRepository {
  let folder: URL
  let locks: URL

  func blob(_ hash: String) -> URL { folder.appendingPathComponent("blobs/\(hash)") }

  func lock(_ hash: String) -> URL { locks.appendingPathComponent("\(hash).lock") }

  func snapshot(_ commit: String) -> URL {
    folder.appendingPathComponent("snapshots/\(commit)", isDirectory: true)
  }

  // MARK: Reading

  /// The commit that a revision was at when it was last fetched.
  func commit(_ revision: Revision) -> String? {
    if revision.isCommit { return revision.description }
    let reference = folder.appendingPathComponent("refs/\(revision)")
    guard let data = try? Data(contentsOf: reference), data.count < 256 else { return nil }
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    return Commit.isOne(text) ? text : nil
  }

  func has(_ name: String, _ commit: String) -> Bool {
    FileManager.default.fileExists(atPath: snapshot(commit).appendingPathComponent(name).path)
  }

  /// Whether the server has said that this commit has no such file.
  func isKnownToLack(_ name: String, _ commit: String) -> Bool {
    FileManager.default.fileExists(
      atPath: folder.appendingPathComponent(".no_exist/\(commit)/\(name)").path)
  }

  /// What a snapshot lacks to be a model, or an adapter; empty when it is whole.
  func missing(_ commit: String) -> [String] {
    if !has("config.json", commit), has("adapter_config.json", commit) {
      let names = WantedFiles.adapterWeights
      return names.contains { has($0, commit) } ? [] : [names[0]]
    }
    var needed = ["config.json", "tokenizer.json"]
    for name in WantedFiles.weights {
      let index = WantedFiles.index(of: name)
      if has(name, commit) { return needed.filter { !has($0, commit) } }
      guard has(index, commit) else { continue }
      let file = snapshot(commit).appendingPathComponent(index)
      guard let data = try? Data(contentsOf: file), let shards = WantedFiles.shards(index: data)
      else { return needed.filter { !has($0, commit) } + [index] }
      needed += shards
      return needed.filter { !has($0, commit) }
    }
    return needed.filter { !has($0, commit) } + [WantedFiles.weights[0]]
  }

  // MARK: Writing

  /// Makes `name` of a commit the blob of that hash.
  func link(_ name: String, _ commit: String, to hash: String) throws(FileError) {
    let path = snapshot(commit).appendingPathComponent(name)
    try Folder.create(path.deletingLastPathComponent())
    let depth = name.split(separator: "/").count + 1
    let target = String(repeating: "../", count: depth) + "blobs/\(hash)"
    if symlink(target, path.path) == 0 { return }
    if errno == EEXIST {
      if (try? FileManager.default.destinationOfSymbolicLink(atPath: path.path)) == target {
        return
      }
      if unlink(path.path) == 0, symlink(target, path.path) == 0 { return }
    }
    throw .unwritable(path, errno: errno)
  }

  /// Notes the commit of a branch. Done last: who finds it finds the snapshot whole.
  func note(_ revision: Revision, at commit: String) throws(FileError) {
    if revision.isCommit || self.commit(revision) == commit { return }
    let file = folder.appendingPathComponent("refs/\(revision)")
    try Folder.create(file.deletingLastPathComponent())
    try AtomicFile.write(Data(commit.utf8), to: file)
  }

  /// Notes that a commit has no such file, so that nobody need ask again.
  func noteLack(of name: String, _ commit: String) {
    let file = folder.appendingPathComponent(".no_exist/\(commit)/\(name)")
    guard (try? Folder.create(file.deletingLastPathComponent())) != nil else { return }
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    if descriptor >= 0 { close(descriptor) }
  }
}
