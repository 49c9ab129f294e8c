import Crypto
import Diagnostics
import Foundation
import Script
import Transformers
import Tuning

/// A dataset's rows as its fields ask for them, read and divided.
enum DatasetPlan {
  static func load(
    _ fields: some FieldSource, name: String, resolve: (String) -> URL
  ) throws -> Dataset {
    let limit = try fields.integer("limit")
    let split = try fields.known("split")
    let columns: [String]
    let parts: (train: [DataRow], valid: [DataRow], test: [DataRow])
    switch split {
    case .record(let files):
      if fields.isWritten("from") {
        throw Fault(
          "`split` names files, so `from` has nothing to divide", hint: "drop one of the two",
          at: .field("split"))
      }
      (columns, parts) = try readSplits(files, limit: limit, resolve: resolve)
    default:
      let shares = try shares(of: split)
      let all = try rows(fields, limit: limit, resolve: resolve)
      columns = all.columns
      parts = Dataset.split(all.rows, shares: shares, seed: try fields.seed("seed"))
    }
    let target = try fields.string("target") ?? ""
    let input = try fields.string("input")
    for (field, column) in [("target", target), ("input", input ?? target)]
    where !columns.contains(column) {
      throw Fault(
        "\(source(fields)) has no column `\(column)`",
        hint: Suggestion.phrase(for: column, among: columns), at: .field(field))
    }
    return Dataset(
      name: name, columns: columns,
      input: input ?? columns.first { $0 != target } ?? target, target: target,
      train: parts.train, valid: parts.valid, test: parts.test)
  }

  private static func shares(of split: Value) throws -> [Double] {
    guard case .list(let items) = split else { return [0.8, 0.1, 0.1] }
    let shares = items.compactMap { if case .number(let share) = $0 { share } else { nil } }
    guard shares.count == 3 else {
      throw Fault(
        "`split` has \(shares.count) shares", hint: "it takes three: train, valid and test",
        at: .field("split"))
    }
    let total = shares.reduce(0, +)
    guard abs(total - 1) < 1e-6 else {
      // Six places: 0.5 + 0.2 + 0.1 is 0.8 to whoever wrote it.
      let sum = Value.number((total * 1e6).rounded() / 1e6)
      throw Fault(
        "the shares of `split` add up to \(sum.source)",
        hint: "make them add up to 1", at: .field("split"))
    }
    return shares
  }

  private static func rows(
    _ fields: some FieldSource, limit: Int?, resolve: (String) -> URL
  ) throws -> (columns: [String], rows: [DataRow]) {
    switch try fields.known("from") {
    case .string(let path):
      let table = try read(path, limit: limit, field: "from", resolve: resolve)
      return (table.columns, table.rows)
    case .list(let records):
      return try Self.rows(of: records, limit: limit)
    default:
      throw Fault(
        "`dataset` needs `from`", hint: "a file, a list of records, or `split` with three files")
    }
  }

  private static func read(
    _ path: String, limit: Int?, field: String, resolve: (String) -> URL
  ) throws -> DataFile {
    do {
      return try DataFile(resolve(path), name: path, limit: limit)
    } catch {
      throw error.fault(at: .field(field))
    }
  }

  private static func rows(
    of records: [Value], limit: Int?
  ) throws -> (columns: [String], rows: [DataRow]) {
    guard case .record(let first)? = records.first else {
      throw Fault(
        "`from` is an empty list", hint: "give at least one record", at: .field("from"))
    }
    let columns = first.keys
    var rows: [DataRow] = []
    for (index, record) in records.prefix(limit ?? records.count).enumerated() {
      guard case .record(let record) = record else { continue }
      guard record.keys.sorted() == columns.sorted() else {
        throw Fault(
          "\(RowOrigin.element(index)) has the columns \(record.keys.joined(separator: ", ")), "
            + "\(RowOrigin.element(0)) has " + columns.joined(separator: ", "),
          hint: "give every record the same columns", at: .field("from"))
      }
      rows.append(try DataRow(record, index: index))
    }
    return (columns, rows)
  }

  private static func readSplits(
    _ files: Record, limit: Int?, resolve: (String) -> URL
  ) throws -> ([String], (train: [DataRow], valid: [DataRow], test: [DataRow])) {
    let names = ["train", "valid", "test"]
    if let stranger = files.keys.first(where: { !names.contains($0) }) {
      throw Fault(
        "`split` has no part `\(stranger)`", hint: "its parts are train, valid and test",
        at: .field("split"))
    }
    var columns: [String]?
    var parts: [[DataRow]] = []
    var count = 0
    for name in names {
      guard case .string(let path)? = files[name] else {
        parts.append([])
        continue
      }
      let table = try read(path, limit: limit, field: "split", resolve: resolve)
      if let columns, Set(columns) != Set(table.columns) {
        throw Fault(
          "\(path) has the columns \(table.columns.joined(separator: ", ")), the first file has "
            + columns.joined(separator: ", "), at: .field("split"))
      }
      columns = columns ?? table.columns
      parts.append(
        table.rows.map {
          DataRow(index: count + $0.index, fields: $0.fields, origin: $0.origin)
        })
      count += table.rows.count
    }
    guard let columns else {
      throw Fault("`split` names no file", hint: "{train: \"train.csv\"}", at: .field("split"))
    }
    let seen = Set(parts[0].map(\.fields))
    for (name, part) in zip(names, parts).dropFirst() {
      if let twin = part.first(where: { seen.contains($0.fields) }) {
        throw Fault(
          "\(twin.origin), a row of \(name), is in train as well",
          hint: "a model can't be judged by rows that it was trained on: remove it",
          at: .field("split"))
      }
    }
    return (columns, (parts[0], parts[1], parts[2]))
  }

  /// Where the columns are from, for messages.
  private static func source(_ fields: some FieldSource) -> String {
    if case .string(let path)? = try? fields.known("from") { return path }
    return "the data"
  }
}

extension DataRow {
  /// A row from a script's record; numbers and booleans become the text that `str` gives.
  init(_ record: Record, index: Int, origin: RowOrigin? = nil) throws {
    let origin = origin ?? .element(index)
    var fields: [String: String] = [:]
    for (name, value) in record {
      switch value {
      case .string(let text): fields[name] = text
      case .number, .bool: fields[name] = value.source
      default:
        throw Fault(
          "column `\(name)` of \(origin) is \(value.brief)",
          hint: "columns hold strings, numbers or booleans", at: .field("from"))
      }
    }
    self.init(index: index, fields: fields, origin: origin)
  }

  /// The columns in the data's order.
  func record(_ columns: [String]) -> Record {
    Record(columns.compactMap { name in fields[name].map { (name, Value.string($0)) } })
  }
}

extension Dataset {
  /// SHA-256 over the rows of all splits, in order: what makes data the same data.
  var hash: String {
    var hash = SHA256()
    for (name, part) in [("train", train), ("valid", valid), ("test", test)] {
      hash.update(data: Data("\(name) \(part.count)\n".utf8))
      for row in part {
        for column in columns {
          let text = row.fields[column] ?? ""
          hash.update(data: Data("\(column.utf8.count) \(text.utf8.count)\n\(column)\(text)".utf8))
        }
      }
    }
    return hash.finalize().hexadecimal
  }
}
