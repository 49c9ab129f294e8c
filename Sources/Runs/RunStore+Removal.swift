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

  /// Removes every run that doesn't train right now, and says how many.
  @discardableResult
  package func clear(named name: String? = nil) throws(RunStoreError) -> Int {
    var count = 0
    for run in try runs(named: name) where run.status != .running {
      do throws(RunStoreError) {
        try remove(run.key)
        count += 1
      } catch .alreadyTraining {
        continue
      }
    }
    return count
  }
}
