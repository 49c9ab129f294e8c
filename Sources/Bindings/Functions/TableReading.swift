import Data
import Script

/// `read_csv(path)`: a table as a list of records.
enum TableReading {
  static let readCSV = Builtin(
    "read_csv",
    [
      Parameter("path", .string),
      Parameter(
        "separator", .string.or(.none), default: .none, aliases: ["sep", "delimiter", "delim"]),
      Parameter("text", .bool, default: false, aliases: ["dtype"]),
    ],
    doc: "A table as a list of records. A column of numbers has numbers, `none` where it is empty; "
      + "`text: true` leaves every column as text.",
    example:
      "write_text(\"scores.csv\", \"name,score\\nAda,3\\nBo,4\\n\")\nread_csv(\"scores.csv\")[0].score"
  ) { call in
    let path = try call.string(0)
    var dialect = DataFile.Dialect()
    if call.has(1) {
      do {
        dialect.separator = try DataSource.separator(call.string(1))
      } catch let fault as Fault {
        throw fault.at(.argument(1))
      }
    }
    let url = try call.url(0)
    call.engine.inputs.note(url)
    let file: DataFile
    do throws(DataFileError) {
      file = try DataFile(url, name: path, dialect: dialect, fallback: .csv)
    } catch {
      throw error.fault(at: .argument(0), name: path)
    }
    return .list(records(of: file, asText: try call.bool(2)))
  }

  private static func records(of file: DataFile, asText: Bool) -> [Value] {
    var numeric: Set<String> = []
    if !asText {
      for column in file.columns {
        let texts = file.rows.compactMap { $0.fields[column] }.filter { !$0.isEmpty }
        if !texts.isEmpty, texts.allSatisfy({ number($0) != nil }) { numeric.insert(column) }
      }
    }
    return file.rows.map { row in
      .record(
        Record(
          file.columns.compactMap { column in
            guard let text = row.fields[column] else { return nil }
            guard numeric.contains(column) else { return (column, .string(text)) }
            return (column, number(text).map(Value.number) ?? .none)
          }))
    }
  }

  /// Nil for what may be more than a number: a code such as 007, or digits that f64 can't hold.
  private static func number(_ text: String) -> Double? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard let first = digits.utf8.first, (0x30...0x39).contains(first) || first == 0x2E,
      !(digits.hasPrefix("0") && digits.dropFirst().first.map { $0.isNumber } ?? false),
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || ".eE+-".utf8.contains($0) }),
      let value = Double(text), value.isFinite
    else { return nil }
    let isWhole = digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return isWhole && abs(value) > 9_007_199_254_740_991 ? nil : value
  }
}
