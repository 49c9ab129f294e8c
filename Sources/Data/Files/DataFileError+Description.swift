import Foundation

extension DataFileError: CustomStringConvertible {
  package var description: String {
    let position = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
    return "\(file.relativePath)\(position): \(message)" + (hint.map { "; \($0)" } ?? "")
  }

  /// What is wrong, without the position.
  package var message: String {
    switch problem {
    case .noSuchFile: "there is no such file"
    case .isFolder: "this is a folder, not a data file"
    case .unreadable(let reason): "can't be read: \(reason)"
    case .unknownFormat(let suffix, _):
      suffix.isEmpty
        ? "has no extension that says its format" : "`.\(suffix)` files can't be read"
    case .dialectOfRecords(let field): "`\(field)` is for tables, and this file holds JSON records"
    case .gzip(let problem): problem.words
    case .empty: "the file is empty"
    case .noRows: "the file has no records"
    case .utf16: "the text is UTF-16"
    case .notUTF8(let byte): "not UTF-8 at byte \(byte)"
    case .zeroByte: "a zero byte in the text"
    case .unclosedQuote: "the quote that opens here is never closed"
    case .blankBeforeQuote: "a blank before the quote that opens a field"
    case .textAfterQuote: "text after the closing quote of a field"
    case .wrongFieldCount(let found, let expected, _):
      "this record has \(counted(found, "field")), the header names \(expected)"
    case .duplicateColumn(let name): "column `\(name)` appears twice"
    case .unnamedColumn(let number): "column \(number) has no name"
    case .tooManyColumns(let limit): "more than \(limit) columns"
    case .otherSeparator(let name): "the header is one column with \(name) in it"
    case .json(let problem): problem.words
    case .notAList(let found): "the file holds \(found), not a list of records"
    case .notARecord(let found): "\(found) where a record should be"
    case .fieldTooLong(let name, let limit):
      "field `\(name)` is longer than \(limit >> 20) MB"
    case .recordTooLong(let limit): "a record longer than \(limit >> 20) MB"
    }
  }

  /// What to do about it.
  package var hint: String? {
    switch problem {
    case .noSuchFile(_, let elsewhere?): "there is one at `\(elsewhere)`"
    case .noSuchFile(let nearest, nil): nearest.map { "did you mean `\($0)`?" }
    case .isFolder(let files):
      files.isEmpty
        ? "name a .csv, .tsv, .jsonl or .json file, or one of them with .gz"
        : "name one of its files: \(files.joined(separator: ", "))"
    case .unreadable: nil
    case .unknownFormat(let suffix, let name): conversion(suffix.lowercased(), name)
    case .dialectOfRecords(let field): "leave `\(field)` out"
    case .gzip(let problem): problem.hint
    case .empty: nil
    case .noRows: "below its column names a table needs a line for each record"
    case .utf16, .notUTF8: "save as UTF-8"
    case .zeroByte: "this is no text file, or it isn't saved as UTF-8"
    case .unclosedQuote: "close it, or write `quotes: false` if quotes are plain text"
    case .blankBeforeQuote: "take the blank out, or write `quotes: false` if quotes are plain text"
    case .textAfterQuote:
      "double a quote that belongs to the text: \"\", or write `quotes: false` if quotes are plain "
        + "text"
    case .wrongFieldCount(let found, let expected, hasQuotes: true):
      found > expected
        ? "a text with a separator in it needs quotes around it"
        : "is a field missing, or its line broken without quotes?"
    case .wrongFieldCount(_, _, hasQuotes: false):
      "if fields in quotes hold separators or line breaks, write `quotes: true`"
    case .duplicateColumn: "give each column a name of its own"
    case .unnamedColumn: "name it, or take the column out"
    case .tooManyColumns: "is this a table with its column names in the first line?"
    case .otherSeparator(let name):
      switch name {
      case "tabs": "name the file .tsv, or write `separator: \"\\t\"`"
      case "commas": "name the file .csv, or write `separator: \",\"`"
      default: "write `separator: \";\"`"
      }
    case .json(let problem): problem.hint
    case .notAList(let found):
      found == "a record"
        ? "write [{…}, {…}], or name the file .jsonl if each line is a record" : "write [{…}, {…}]"
    case .notARecord: "write {\"column\": \"text\", …}"
    case .fieldTooLong, .recordTooLong: "is a quote or a line break missing before?"
    }
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// How a file of another format becomes one that is read.
  private func conversion(_ suffix: String, _ name: String) -> String {
    func pandas(_ reader: String) -> String {
      let csv = (name as NSString).deletingPathExtension + ".csv"
      return "convert it in Python: pandas.\(reader)(\"\(name)\").to_csv(\"\(csv)\", index=False)"
    }
    return switch suffix {
    case "parquet", "pq": pandas("read_parquet")
    case "feather": pandas("read_feather")
    case "xlsx", "xls", "ods": "save the sheet as .csv, or " + pandas("read_excel")
    case "numbers": "save the sheet as .csv"
    case "arrow":
      "convert it in Python: datasets.Dataset.from_file(\"\(name)\").to_json(\"data.jsonl\")"
    case "zip", "bz2", "xz", "zst", "7z", "tar", "tgz": "unpack it, or compress it with gzip"
    case "gz": "name the format before .gz: reviews.csv.gz"
    default: "known are .csv, .tsv, .jsonl and .json, each also with .gz"
    }
  }
}

extension DataFileError.GzipProblem {
  fileprivate var words: String {
    switch self {
    case .unnamed: "the file is compressed with gzip"
    case .notGzip: "the file isn't compressed with gzip"
    case .endsEarly: "the compressed data ends too early"
    case .corrupt: "the compressed data is damaged"
    case .tooLarge(let limit): "the file expands to more than \(limit >> 20) MB"
    case .noMemory: "there is no memory to decompress the file"
    }
  }

  fileprivate var hint: String? {
    switch self {
    case .unnamed: "let its name end in .gz"
    case .notGzip: "take .gz out of its name"
    case .endsEarly: "is the download or the copy complete?"
    case .corrupt: "`gzip -t` checks a file; fetch it again"
    case .tooLarge: "decompress it and split it into smaller files"
    case .noMemory: nil
    }
  }
}

extension DataFileError.JSONProblem {
  fileprivate var words: String {
    switch self {
    case .endsEarly: "the JSON text ends too early"
    case .unexpected(let byte):
      (0x21..<0x7F).contains(byte)
        ? "unexpected `\(Character(Unicode.Scalar(byte)))` in JSON"
        : "unexpected byte 0x\(String(byte, radix: 16)) in JSON"
    case .badEscape: "an escape that JSON doesn't have"
    case .controlCharacter: "a raw control character in a JSON string"
    case .badNumber: "a number that JSON doesn't allow"
    case .tooDeep(let limit): "nested deeper than \(limit)"
    case .moreText: "more text after the JSON value"
    }
  }

  fileprivate var hint: String? {
    switch self {
    case .endsEarly: "is a closing bracket or quote missing?"
    case .unexpected(UInt8(ascii: "'")): "JSON's strings need double quotes"
    case .unexpected(UInt8(ascii: "N")), .unexpected(UInt8(ascii: "I")):
      "JSON has no NaN or Infinity; write null"
    case .unexpected(UInt8(ascii: "T")), .unexpected(UInt8(ascii: "F")): "write true or false"
    case .unexpected(UInt8(ascii: "]")), .unexpected(UInt8(ascii: "}")):
      "is there a comma before it that should go?"
    case .unexpected: nil
    case .badEscape: "write a backslash as \\\\"
    case .controlCharacter: "write a line break as \\n, a tab as \\t"
    case .badNumber: "write 1, 0.5 or 1e-3"
    case .tooDeep: nil
    case .moreText: "in a .jsonl file a record ends with its line"
    }
  }
}
