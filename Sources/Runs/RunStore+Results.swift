import Foundation
import GRDB

/// What was computed with a model and takes long to compute again: a score, generated texts.
package struct StoredResult: Sendable {
  /// What it is, for people: `score`, `texts`.
  package let kind: String
  /// What it is of: `first on reviews.test`.
  package let name: String
  package let content: Data
  /// What it took.
  package let seconds: Double
  package let made: Date

  package init(
    kind: String, name: String, content: Data, seconds: Double, made: Date = Date()
  ) {
    self.kind = kind
    self.name = name
    self.content = content
    self.seconds = seconds
    self.made = made
  }
}

extension RunStore {
  /// - Parameter key: of everything that the result depends on.
  package func result(_ key: RunKey, kind: String) throws(RunStoreError) -> StoredResult? {
    try read(nil) { db in
      guard
        let found = try Row.fetchOne(
          db,
          sql: "SELECT kind, name, content, seconds, made FROM result WHERE key = ? AND kind = ?",
          arguments: [key.hex, kind])
      else { return nil }
      let row = StoredRow(found, path: databasePath)
      return StoredResult(
        kind: try row.text("kind"), name: try row.text("name"),
        content: Data(try row.data("content")), seconds: try row.double("seconds"),
        made: Date(timeIntervalSince1970: try row.double("made")))
    }
  }

  /// All results, in the order they were made, each with its key.
  package func results() throws(RunStoreError) -> [(key: RunKey, result: StoredResult)] {
    try read([]) { db in
      try Row.fetchAll(
        db, sql: "SELECT key, kind, name, content, seconds, made FROM result ORDER BY made, key"
      ).map { found in
        let row = StoredRow(found, path: databasePath)
        return (
          try row.key("key"),
          StoredResult(
            kind: try row.text("kind"), name: try row.text("name"),
            content: Data(try row.data("content")), seconds: try row.double("seconds"),
            made: Date(timeIntervalSince1970: try row.double("made")))
        )
      }
    }
  }

  /// Keeps a result in place of an earlier one of the same key.
  package func keep(_ result: StoredResult, as key: RunKey) throws(RunStoreError) {
    try write { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          key.hex, result.kind, result.name, result.content, result.seconds,
          result.made.timeIntervalSince1970,
        ])
    }
  }

  /// - Parameter date: only those that were made before.
  func clearResults(olderThan date: Date?) throws(RunStoreError) {
    guard FileManager.default.fileExists(atPath: databasePath) else { return }
    try write { db in
      try db.execute(
        sql: "DELETE FROM result WHERE made < ?",
        arguments: [(date ?? .distantFuture).timeIntervalSince1970])
    }
  }
}
