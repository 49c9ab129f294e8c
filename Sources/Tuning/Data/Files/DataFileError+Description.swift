extension DataFileError: CustomStringConvertible {
  package var description: String {
    let place = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
    return "\(file.relativePath)\(place): \(message)" + (cure.map { "; \($0)" } ?? "")
  }

  /// What is wrong, without the place.
  package var message: String {
    switch problem {
    case .noSuchFile: "there is no such file"
    case .isFolder: "this is a folder, not a data file"
    case .unreadable(let reason): "can't be read: \(reason)"
    case .unknownFormat(let name):
      name.isEmpty ? "has no extension to tell its format" : "`.\(name)` is not a format read here"
    case .empty: "the file is empty"
    case .noRows: "the file has no records"
    case .utf16: "the text is UTF-16"
    case .notUTF8(let byte): "not UTF-8 at byte \(byte)"
    case .zeroByte: "a zero byte in the text"
    case .unclosedQuote: "the quote that opens here is never closed"
    case .quoteInsideField: "a quote in a field that doesn't begin with one"
    case .textAfterQuote: "text behind the closing quote of a field"
    case .wrongFieldCount(let found, let expected):
      "this record has \(counted(found, "field")), the header names \(expected)"
    case .duplicateColumn(let name): "column `\(name)` stands twice"
    case .unnamedColumn(let place): "column \(place) has no name"
    case .tooManyColumns(let limit): "more than \(limit) columns"
    case .otherSeparator(let name): "the header is one column with \(name) in it"
    case .json(let problem): problem.words
    case .notAList(let found): "the file holds \(found), not a list of records"
    case .notARecord(let found): "\(found) where a record should stand"
    case .nestedField(let name, let found): "field `\(name)` holds \(found)"
    case .differingFields(let missing, let extra): differences(missing, extra)
    case .fieldTooLong(let name, let limit):
      "field `\(name)` is longer than \(limit >> 20) MB"
    case .recordTooLong(let limit): "a record longer than \(limit >> 20) MB"
    }
  }

  /// What to do about it.
  package var cure: String? {
    switch problem {
    case .noSuchFile(let nearest): nearest.map { "did you mean `\($0)`?" }
    case .isFolder(let files):
      files.isEmpty
        ? "name a .csv, .tsv, .jsonl or .json file"
        : "name one of its files: \(files.joined(separator: ", "))"
    case .unreadable: nil
    case .unknownFormat(let name):
      ["xlsx", "xls", "ods", "numbers"].contains(name.lowercased())
        ? "save the sheet as .csv" : "known are .csv, .tsv, .jsonl and .json"
    case .empty: nil
    case .noRows: "below its column names a table needs a line for each record"
    case .utf16, .notUTF8: "save as UTF-8"
    case .zeroByte: "this is no text file, or it isn't saved as UTF-8"
    case .unclosedQuote: "close it, or double a quote that belongs to the text: \"\""
    case .quoteInsideField: "put the whole field in quotes and double those inside: \"a \"\"b\"\"\""
    case .textAfterQuote: "double a quote that belongs to the text: \"\""
    case .wrongFieldCount(let found, let expected):
      found > expected
        ? "a text with a separator in it needs quotes around it"
        : "is a field missing, or its line broken without quotes?"
    case .duplicateColumn: "give each column a name of its own"
    case .unnamedColumn: "name it, or take the column out"
    case .tooManyColumns: "is this a table with its column names in the first line?"
    case .otherSeparator(let name):
      switch name {
      case "tabs": "name the file .tsv"
      case "commas": "name the file .csv"
      default: "save it with commas between the fields"
      }
    case .json(let problem): problem.cure
    case .notAList(let found):
      found == "a record"
        ? "write [{…}, {…}], or name the file .jsonl if each line is a record" : "write [{…}, {…}]"
    case .notARecord: "write {\"column\": \"text\", …}"
    case .nestedField: "a field is a text, a number, true, false or null"
    case .differingFields: "every record needs the fields of the first"
    case .fieldTooLong, .recordTooLong: "is a quote or a line break missing before?"
    }
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  private func differences(_ missing: [String], _ extra: [String]) -> String {
    func listed(_ names: [String]) -> String {
      let shown = names.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
      return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
    }
    let parts = [
      missing.isEmpty ? nil : "lacks \(listed(missing))",
      extra.isEmpty ? nil : "has \(listed(extra)), which the first one hasn't",
    ]
    return "this record " + parts.compactMap(\.self).joined(separator: " and ")
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
    case .moreText: "more text behind the JSON value"
    }
  }

  fileprivate var cure: String? {
    switch self {
    case .endsEarly: "is a closing bracket or quote missing?"
    case .unexpected(UInt8(ascii: "'")): "JSON's strings stand in double quotes"
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
