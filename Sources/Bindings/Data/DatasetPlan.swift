import Crypto
import Data
import Diagnostics
import Files
import Foundation
import Script
import Transformers

/// A dataset's rows as its fields ask for them, read and divided.
enum DatasetPlan {
  typealias Parts = (train: [DataRow], valid: [DataRow], test: [DataRow])

  static func load(
    _ fields: some FieldSource, name: String, resolve: @escaping (String) -> URL
  ) throws -> Dataset {
    let source = try DataSource(fields, resolve: resolve)
    let split = try fields.known("split")
    let columns: [String]
    let parts: Parts
    switch split {
    case .record(let files):
      if fields.isWritten("from") {
        throw Fault(
          "`split` names files, so `from` has nothing to divide", hint: "drop one of the two",
          at: .field("split"))
      }
      (columns, parts) = try readSplits(files, source)
    default:
      let shares = try shares(of: split)
      let table = try source.table(of: try fields.known("from"))
      columns = table.columns
      parts = Dataset.split(table.rows, shares: shares, seed: try fields.seed("seed"))
    }
    let target = try fields.string("target") ?? ""
    let input = try fields.string("input")
    let needed = [("target", target), ("input", input ?? target)]
    for (field, column) in needed where !columns.contains(column) {
      throw missing(column, among: columns, of: describe(fields), field: field)
    }
    for row in parts.train + parts.valid + parts.test {
      for (field, column) in needed where row.fields[column] == nil {
        throw unusable(column, in: row, field: field)
      }
    }
    return Dataset(
      name: name, columns: columns,
      input: input ?? columns.first { $0 != target } ?? target, target: target,
      train: parts.train, valid: parts.valid, test: parts.test,
      maxTokens: try fields.integer("max_tokens"))
  }

  private static func missing(
    _ column: String, among columns: [String], of source: String, field: String
  ) -> Fault {
    let isQuoted = columns.contains("\"\(column)\"")
    return Fault(
      "\(source) has no column `\(column)`",
      hint: isQuoted
        ? "its columns are in quotes: write `quotes: true`"
        : Suggestion.phrase(for: column, among: columns), at: .field(field))
  }

  private static func unusable(_ column: String, in row: DataRow, field: String) -> Fault {
    guard let found = row.nested[column] else {
      return Fault(
        "\(row.origin) has no column `\(column)`, which is the \(field)",
        hint: "add it, or leave the row out", at: .field(field))
    }
    return Fault(
      "\(row.origin) holds \(found) in the column `\(column)`, which is the \(field)",
      hint: "columns hold strings, numbers or booleans", at: .field(field))
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
      // Six decimals: 0.5 + 0.2 + 0.1 is 0.8 to the reader.
      let sum = Value.number((total * 1e6).rounded() / 1e6)
      throw Fault(
        "the shares of `split` add up to \(sum.source)",
        hint: "make them add up to 1", at: .field("split"))
    }
    return shares
  }

  private static func readSplits(
    _ files: Record, _ source: DataSource
  ) throws -> ([String], Parts) {
    let names = ["train", "valid", "test"]
    if let stranger = files.keys.first(where: { !names.contains($0) }) {
      throw Fault(
        "`split` has no part `\(stranger)`", hint: "its parts are train, valid and test",
        at: .field("split"))
    }
    var whole = DataSource.Table()
    var parts: [[DataRow]] = []
    for name in names {
      let first = whole.rows.count
      if let part = files[name] {
        let paths = paths(in: part)
        guard !paths.isEmpty else {
          throw Fault(
            "`\(name)` of `split` is an empty list", hint: "name a file, or leave it out",
            at: .field("split"))
        }
        whole.append(try source.table(of: paths, field: "split"))
      }
      parts.append(Array(whole.rows[first...]))
    }
    guard !whole.rows.isEmpty else {
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
    return (whole.columns, (parts[0], parts[1], parts[2]))
  }

  /// The paths of a field's value: one, a list's, or those of a record of either.
  static func paths(in value: Value) -> [String] {
    switch value {
    case .string(let path): [path]
    case .list(let items): items.compactMap { if case .string(let path) = $0 { path } else { nil } }
    case .record(let parts): parts.values.flatMap(paths(in:))
    default: []
    }
  }

  /// Where the columns are from, for messages.
  private static func describe(_ fields: some FieldSource) -> String {
    if case .string(let path)? = try? fields.known("from") { return path }
    return "the data"
  }
}

extension DataRow {
  /// A row from a script's record; numbers and booleans become the text that `str` gives, and what
  /// is neither matters where it is used.
  init(_ record: Record, index: Int, origin: RowOrigin? = nil) {
    var fields: [String: String] = [:]
    var nested: [String: String] = [:]
    for (name, value) in record {
      switch value {
      case .string(let text): fields[name] = text
      case .number, .bool: fields[name] = value.source
      default: nested[name] = value.brief
      }
    }
    self.init(index: index, fields: fields, nested: nested, origin: origin)
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
        // A column that a row lacks isn't an empty one.
        for column in columns {
          guard let text = row.fields[column] else { continue }
          hash.update(data: Data("\(column.utf8.count) \(text.utf8.count)\n\(column)\(text)".utf8))
        }
      }
    }
    return hash.finalize().hexadecimal
  }
}
