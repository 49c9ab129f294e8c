import Files
import Foundation
import GRDB
import Synchronization

/// Runs kept in a folder: `runs.sqlite`, a checkpoint file for each run, and a lock for each that
/// trains.
///
/// Nothing is opened or made before it is needed. Any number of processes may share the folder.
package final class RunStore: Sendable {
  package let folder: URL
  private let queue = Mutex<DatabaseQueue?>(nil)

  package init(folder: URL) {
    self.folder = folder
  }

  /// Takes the run for this process and notes that it trains.
  ///
  /// Throws `alreadyTraining` when another process, or another recorder, has it.
  package func recorder(for record: RunRecord) throws(RunStoreError) -> RunRecorder {
    try makeFolders()
    let lock = try lock(record.key)
    return try RunRecorder(record, store: self, lock: lock)
  }

  // MARK: Places

  var databasePath: String { folder.appendingPathComponent("runs.sqlite").path }

  func checkpointFile(_ key: RunKey) -> URL {
    folder.appendingPathComponent("checkpoints/\(key.hex).safetensors")
  }

  func lockFile(_ key: RunKey) -> URL {
    folder.appendingPathComponent("locks/\(key.hex)")
  }

  private func makeFolders() throws(RunStoreError) {
    try translating {
      for part in ["checkpoints", "locks"] {
        try Folder.create(folder.appendingPathComponent(part))
      }
    }
  }

  func lock(_ key: RunKey) throws(RunStoreError) -> FileLock {
    let file = lockFile(key)
    return try translating {
      guard let lock = try FileLock.take(file) else {
        throw RunStoreError.alreadyTraining(key: key.hex, process: FileLock.holder(of: file))
      }
      lock.writeHolder()
      return lock
    }
  }

  // MARK: The database

  func write<T>(_ body: (Database) throws -> T) throws(RunStoreError) -> T {
    let queue = try open()
    return try translating { try queue.write(body) }
  }

  /// The same for what is announced next: it is on the disk, not with the system alone, when this
  /// returns.
  func writeDurably(_ body: (Database) throws -> Void) throws(RunStoreError) {
    let queue = try open()
    try translating {
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA synchronous = FULL")
        defer { try? db.execute(sql: "PRAGMA synchronous = NORMAL") }
        try db.inTransaction(.immediate) {
          try body(db)
          return .commit
        }
      }
    }
  }

  /// Gives the disk back what removed rows took, unless another process holds the database.
  func compact() throws(RunStoreError) {
    let queue = try open()
    do throws(RunStoreError) {
      try translating {
        try queue.writeWithoutTransaction { db in
          try db.execute(sql: "VACUUM")
          try db.checkpoint(.truncate)
        }
      }
    } catch .databaseBusy {}
  }

  /// - Parameter nothing: the answer of a store that was never written to.
  func read<T>(_ nothing: T, _ body: (Database) throws -> T) throws(RunStoreError) -> T {
    guard FileManager.default.fileExists(atPath: databasePath) else { return nothing }
    let queue = try open()
    return try translating { try queue.read(body) }
  }

  private func open() throws(RunStoreError) -> DatabaseQueue {
    try translating {
      try queue.withLock { queue in
        if let queue { return queue }
        let opened = try connect()
        queue = opened
        return opened
      }
    }
  }

  private func connect() throws -> DatabaseQueue {
    try makeFolders()
    // Two processes that lay out the same new database would trip over each other.
    let lock = try FileLock.wait(for: folder.appendingPathComponent("locks/layout"))
    defer { withExtendedLifetime(lock) {} }
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.busyMode = .timeout(10)
    let queue = try DatabaseQueue(path: databasePath, configuration: configuration)
    let migrator = Self.migrator
    guard try !queue.read(migrator.hasBeenSuperseded) else {
      throw RunStoreError.newerLayout(path: databasePath)
    }
    if try !queue.read(migrator.hasCompletedMigrations) { try migrator.migrate(queue) }
    return queue
  }

  func translating<T>(_ body: () throws -> T) throws(RunStoreError) -> T {
    do {
      return try body()
    } catch {
      throw RunStoreError(error, path: databasePath)
    }
  }
}
