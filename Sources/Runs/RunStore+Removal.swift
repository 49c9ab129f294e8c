import Foundation

extension RunStore {
  /// Removes a run, its checkpoint and all that belongs to it. Throws when it trains right now.
  package func remove(_ key: RunKey) throws(RunStoreError) {
    guard FileManager.default.fileExists(atPath: databasePath) else { return }
    let lock = try lock(key)
    try writeDurably { db in
      try db.execute(sql: "DELETE FROM run WHERE key = ?", arguments: [key.hex])
    }
    try? FileManager.default.removeItem(at: checkpointFile(key))
    lock.removeFile()
  }

  /// Removes every run that doesn't train right now and isn't pinned, and the results that were computed
  /// with none of them in particular, and says how many runs.
  ///
  /// - Parameter date: only what is older.
  @discardableResult
  package func clear(
    named name: String? = nil, olderThan date: Date? = nil
  ) throws(RunStoreError) -> Int {
    var count = 0
    for run in try runs(named: name)
    where run.status != .running && !run.isPinned && run.started < date ?? .distantFuture {
      do throws(RunStoreError) {
        try remove(run.key)
        count += 1
      } catch .alreadyTraining {
        continue
      }
    }
    if name == nil { try clearResults(olderThan: date) }
    // Space that is free within the file is given back to the disk.
    if FileManager.default.fileExists(atPath: databasePath) { try compact() }
    return count
  }

  /// Keeps a run when runs are cleared, or no longer.
  package func pin(_ key: RunKey, _ isPinned: Bool) throws(RunStoreError) {
    try writeDurably { db in
      try db.execute(
        sql: "UPDATE run SET pinned = ? WHERE key = ?", arguments: [isPinned ? 1 : 0, key.hex])
    }
  }

  /// Bytes of all of its files.
  package var size: Int {
    let files = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: [.fileSizeKey])
    var size = 0
    while let file = files?.nextObject() as? URL {
      size += (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
    }
    return size
  }
}
