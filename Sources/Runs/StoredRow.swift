import GRDB

/// A row of the database whose values are checked as they are read: a file on disk is anybody's.
struct StoredRow {
  private let row: Row
  private let path: String

  init(_ row: Row, path: String) {
    self.row = row
    self.path = path
  }

  func text(_ column: String) throws -> String { try value(column) }

  func optionalText(_ column: String) throws -> String? { try optional(column) }

  func data(_ column: String) throws -> [UInt8] {
    guard case .blob(let data) = storage(column) else { throw fault(column, "no bytes") }
    return Array(data)
  }

  func double(_ column: String) throws -> Double { try value(column) }

  func optionalDouble(_ column: String) throws -> Double? { try optional(column) }

  /// A whole number from 0.
  func count(_ column: String) throws -> Int {
    let count: Int = try value(column)
    guard count >= 0 else { throw fault(column, "\(count)") }
    return count
  }

  func optionalCount(_ column: String) throws -> Int? {
    if case .null = storage(column) { nil } else { try count(column) }
  }

  func key(_ column: String) throws -> RunKey {
    let text = try text(column)
    guard let key = RunKey(text) else { throw fault(column, "`\(text.prefix(80))`") }
    return key
  }

  func fault(_ column: String, _ found: String) -> RunStoreError {
    .damaged(path: path, reason: "\(column) holds \(found)")
  }

  private func storage(_ column: String) -> DatabaseValue.Storage {
    (row[column] as DatabaseValue?)?.storage ?? .null
  }

  private func value<T: DatabaseValueConvertible>(_ column: String) throws -> T {
    guard let value: T = try optional(column) else { throw fault(column, "nothing") }
    return value
  }

  private func optional<T: DatabaseValueConvertible>(_ column: String) throws -> T? {
    guard let stored = row[column] as DatabaseValue?, !stored.isNull else { return nil }
    guard let value = T.fromDatabaseValue(stored) else { throw fault(column, "\(stored)") }
    return value
  }
}
