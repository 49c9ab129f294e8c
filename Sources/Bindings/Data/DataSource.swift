import Data
import Foundation
import Script

/// Reads the rows that a dataset's fields name: of files, or of a list of records.
struct DataSource {
  /// Rows with the columns that any of them has.
  struct Table {
    private(set) var columns: [String] = []
    private(set) var rows: [DataRow] = []

    mutating func append(_ table: Table) {
      let known = Set(columns)
      columns += table.columns.filter { !known.contains($0) }
      let count = rows.count
      rows += table.rows.map {
        DataRow(
          index: count + $0.index, fields: $0.fields, nested: $0.nested, origin: $0.origin)
      }
    }

    init() {}

    init(columns: [String], rows: [DataRow]) {
      self.columns = columns
      self.rows = rows
    }
  }

  private let limit: Int?
  private let dialect: DataFile.Dialect
  private let resolve: (String) -> URL

  init(_ fields: some FieldSource, resolve: @escaping (String) -> URL) throws {
    self.resolve = resolve
    limit = try fields.integer("limit")
    dialect = .init(
      separator: try fields.string("separator").map(Self.separator),
      quotes: try fields.flag("quotes"))
  }

  static func separator(_ text: String) throws -> UInt8 {
    guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80,
      !"\"\r\n".utf8.contains(byte)
    else {
      throw Fault(
        "`separator` is \(Value.string(text).source)",
        hint: "it takes one ASCII character, such as \";\" or \"\\t\"", at: .field("separator"))
    }
    return byte
  }

  /// The rows of `from`.
  func table(of value: Value) throws -> Table {
    switch value {
    case .string(let path): return try table(of: [path], field: "from")
    case .list(let items):
      guard let first = items.first else {
        throw Fault(
          "`from` is an empty list", hint: "give at least one record or file", at: .field("from"))
      }
      if case .string = first {
        return try table(of: DatasetPlan.paths(in: value), field: "from")
      }
      if let given = dialect.separator != nil ? "separator" : dialect.quotes != nil ? "quotes" : nil
      {
        throw Fault(
          "`\(given)` is for files, and `from` is a list of records",
          hint: "leave `\(given)` out", at: .field(given))
      }
      return table(of: items)
    default:
      throw Fault(
        "`dataset` needs `from`",
        hint: "a file, a list of files or of records, or `split` with three files")
    }
  }

  /// The rows of some files, one after the other.
  func table(of paths: [String], field: String) throws -> Table {
    var table = Table()
    for path in paths {
      let left = limit.map { $0 - table.rows.count }
      if left == 0 { break }
      let location = try location(of: path, field: field)
      do throws(DataFileError) {
        let file = try DataFile(location, name: path, dialect: dialect, limit: left)
        table.append(Table(columns: file.columns, rows: file.rows))
      } catch {
        throw error.fault(
          at: .field(field), name: path,
          instead: EmbeddedSets.meant(by: path).map { "\"\($0)\" travels with pts" })
      }
    }
    return table
  }

  private func location(of path: String, field: String) throws -> URL {
    do {
      return try EmbeddedSets.file(path) ?? resolve(path)
    } catch let fault as Fault {
      throw fault.placed(at: .field(field))
    }
  }

  private func table(of records: [Value]) -> Table {
    var columns: [String] = []
    var known: Set<String> = []
    var rows: [DataRow] = []
    for (index, value) in records.prefix(limit ?? records.count).enumerated() {
      guard case .record(let record) = value else { continue }
      columns += record.keys.filter { known.insert($0).inserted }
      rows.append(DataRow(record, index: index))
    }
    return Table(columns: columns, rows: rows)
  }
}
