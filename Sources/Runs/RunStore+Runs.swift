import Files
import Foundation
import GRDB
import Tuning

extension RunStore {
  /// The runs, newest first.
  package func runs(
    named name: String? = nil, status: RunStatus? = nil, limit: Int? = nil
  ) throws(RunStoreError) -> [RunRow] {
    let rows = try runs(
      where: ":name IS NULL OR name = :name ORDER BY started DESC, key", ["name": name])
    // Whether a run still trains is the lock's to say, not the table's.
    let found = status.map { status in rows.filter { $0.status == status } } ?? rows
    return Array(found.prefix(limit ?? found.count))
  }

  /// - Parameter condition: of SQL, with the order.
  func runs(
    where condition: String, _ arguments: StatementArguments
  ) throws(RunStoreError) -> [RunRow] {
    try read([]) { db in
      try Row.fetchAll(
        db, sql: "SELECT \(RunRow.columns) FROM run WHERE \(condition)", arguments: arguments
      ).map(runRow)
    }
  }

  package func run(_ key: RunKey) throws(RunStoreError) -> RunRow? {
    try run(key) { FileLock.isHeld(lockFile($0)) }
  }

  func run(_ key: RunKey, isTraining: (RunKey) -> Bool) throws(RunStoreError) -> RunRow? {
    try read(nil) { db in
      try Row.fetchOne(
        db, sql: "SELECT \(RunRow.columns) FROM run WHERE key = ?", arguments: [key.hex]
      ).map { try RunRow(StoredRow($0, path: databasePath), isTraining: isTraining) }
    }
  }

  /// The one run whose key begins so.
  package func run(prefix: String) throws(RunStoreError) -> RunRow {
    let digits = prefix.lowercased()
    guard !digits.isEmpty, digits.utf8.allSatisfy(RunKey.isDigit) else {
      throw .unknownRun(prefix)
    }
    let rows = try runs(
      where: "substr(key, 1, length(:digits)) = :digits ORDER BY key LIMIT 6", ["digits": digits])
    guard let first = rows.first else { throw .unknownRun(prefix) }
    guard rows.count == 1 else {
      let shown = max(8, digits.count + 4)
      throw .ambiguousRun(prefix, matches: rows.map { String($0.key.hex.prefix(shown)) })
    }
    return first
  }

  /// The run's settings, in the order it was given them.
  package func configuration(_ key: RunKey) throws(RunStoreError) -> [ConfigurationField] {
    try fetch(
      key, "SELECT field, value FROM configuration WHERE run = ? ORDER BY position"
    ) { row in ConfigurationField(name: try row.text("field"), json: try row.text("value")) }
  }

  /// The settings in which two runs differ, in the first one's order.
  package func differences(
    _ first: RunKey, _ second: RunKey
  ) throws(RunStoreError) -> [ConfigurationDifference] {
    let one = try configuration(first)
    let other = try configuration(second)
    let ofOne = Dictionary(one.map { ($0.name, $0.json) }, uniquingKeysWith: { $1 })
    let ofOther = Dictionary(other.map { ($0.name, $0.json) }, uniquingKeysWith: { $1 })
    let names = one.map(\.name) + other.map(\.name).filter { ofOne[$0] == nil }
    return names.filter { ofOne[$0] != ofOther[$0] }.map {
      ConfigurationDifference(name: $0, first: ofOne[$0], second: ofOther[$0])
    }
  }

  /// Rows of a table that belong to one run.
  func fetch<T>(
    _ key: RunKey, _ sql: String, arguments: [String] = [], _ make: (StoredRow) throws -> T
  ) throws(RunStoreError) -> [T] {
    try read([]) { db in
      try Row.fetchAll(db, sql: sql, arguments: StatementArguments([key.hex] + arguments)).map {
        try make(StoredRow($0, path: databasePath))
      }
    }
  }

  private func runRow(_ row: Row) throws -> RunRow {
    try RunRow(StoredRow(row, path: databasePath)) { FileLock.isHeld(lockFile($0)) }
  }
}
