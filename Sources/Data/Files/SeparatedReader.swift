/// Reads the records of a table whose first line names its columns, as RFC 4180 has it.
///
/// A field in quotes may hold separators, line breaks and doubled quotes; a quote elsewhere in a
/// field is a plain character, and every one is where the dialect has no quotes. Lines end in LF,
/// CRLF or CR; blank ones are skipped.
struct SeparatedReader: RecordReader {
  private(set) var columns: [String] = []
  /// The column of each field; nil for those that are left out.
  private var names: [String?] = []
  private let bytes: UnsafeBufferPointer<UInt8>
  private let separator: UInt8
  private let hasQuotes: Bool
  private var position: Int

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ format: DataFile.Format,
    _ dialect: DataFile.Dialect
  ) throws(DataFault) {
    self.bytes = bytes
    separator = dialect.separator ?? UInt8(ascii: format == .tsv ? "\t" : ",")
    hasQuotes = dialect.quotes ?? (format == .csv)
    position = start
    try readHeader(isCertain: dialect.separator != nil)
  }

  mutating func next() throws(DataFault) -> FileRecord? {
    guard skipBlankLines() else { return nil }
    let start = position
    var fields = [String: String](minimumCapacity: columns.count)
    var count = 0
    while true {
      if count < names.count, let name = names[count] {
        fields[name] = try field(of: name)
      } else {
        _ = try span()
      }
      count += 1
      guard skipSeparator() else { break }
    }
    guard count == names.count else {
      throw DataFault(
        .wrongFieldCount(found: count, expected: names.count, hasQuotes: hasQuotes), at: start)
    }
    return FileRecord(start: start, fields: fields)
  }

  /// - Parameter isCertain: whether the separator was chosen for this very file.
  private mutating func readHeader(isCertain: Bool) throws(DataFault) {
    guard skipBlankLines() else { throw DataFault(.empty, at: nil) }
    var known: Set<String> = []
    let start = position
    while true {
      let fieldStart = position
      let name = try field(of: "\(names.count + 1)")
      let isLeftOut = Self.isUnnamed(name)
      guard isLeftOut || known.insert(name).inserted else {
        throw DataFault(.duplicateColumn(name), at: fieldStart)
      }
      guard names.count < DataFile.columnLimit else {
        throw DataFault(.tooManyColumns(limit: DataFile.columnLimit), at: fieldStart)
      }
      names.append(isLeftOut ? nil : name)
      guard skipSeparator() else { break }
    }
    columns = names.compactMap(\.self)
    guard !columns.isEmpty else { throw DataFault(.unnamedColumn(1), at: start) }
    if isCertain { return }
    // One column with other separators in its name is a table of another dialect.
    let others: [(Character, String)] =
      separator == UInt8(ascii: "\t")
      ? [(",", "commas")] : [("\t", "tabs"), (";", "semicolons")]
    if names.count == 1, let other = others.first(where: { columns[0].contains($0.0) }) {
      throw DataFault(.otherSeparator(other.1), at: start)
    }
  }

  /// Whether a column is left out: nothing can ask for one without a name, and pandas writes its
  /// index so, or as `Unnamed: 0` once it has read it back. Rows are equal that differ in it alone.
  private static func isUnnamed(_ name: String) -> Bool {
    name.allSatisfy(\.isWhitespace)
      || name.hasPrefix("Unnamed: ") && name.dropFirst(9).allSatisfy(\.isWholeNumber)
  }

  /// False at the end of the file.
  private mutating func skipBlankLines() -> Bool {
    while position < bytes.count, isLineEnd(bytes[position]) { position += 1 }
    return position < bytes.count
  }

  /// True if another field follows; else the line's end is passed.
  private mutating func skipSeparator() -> Bool {
    guard position < bytes.count else { return false }
    let byte = bytes[position]
    position += 1
    if byte == separator { return true }
    if byte == .carriageReturn, position < bytes.count, bytes[position] == .lineFeed {
      position += 1
    }
    return false
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == .lineFeed || byte == .carriageReturn }

  private mutating func field(of column: String) throws(DataFault) -> String {
    let start = position
    let (range, hasDoubledQuotes) = try span()
    guard range.count <= DataFile.fieldLimit else {
      throw DataFault(.fieldTooLong(column, limit: DataFile.fieldLimit), at: start)
    }
    let raw = try bytes.text(at: range)
    return hasDoubledQuotes ? Self.withSingleQuotes(raw) : raw
  }

  private static func withSingleQuotes(_ raw: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.utf8.count)
    var isSecond = false
    for byte in raw.utf8 {
      isSecond = byte == .quote && !isSecond
      // The first of each pair is kept.
      if byte != .quote || isSecond { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Passes one field and says where its text lies, quotes around it left out.
  private mutating func span() throws(DataFault) -> (Range<Int>, hasDoubledQuotes: Bool) {
    guard hasQuotes, position < bytes.count, bytes[position] == .quote else {
      return (try plainSpan(), false)
    }
    let opening = position
    position += 1
    let start = position
    var hasDoubledQuotes = false
    while true {
      while position < bytes.count, bytes[position] != .quote { position += 1 }
      guard position < bytes.count else { throw DataFault(.unclosedQuote, at: opening) }
      position += 1
      guard position < bytes.count, bytes[position] == .quote else { break }
      hasDoubledQuotes = true
      position += 1
    }
    guard position == bytes.count || bytes[position] == separator || isLineEnd(bytes[position])
    else { throw DataFault(.textAfterQuote, at: position) }
    return (start..<position - 1, hasDoubledQuotes)
  }

  private mutating func plainSpan() throws(DataFault) -> Range<Int> {
    let start = position
    var isBlank = hasQuotes
    while position < bytes.count {
      let byte = bytes[position]
      if byte == separator || isLineEnd(byte) { break }
      if byte == .quote, isBlank, position > start { throw DataFault(.blankBeforeQuote, at: start) }
      isBlank = isBlank && byte == UInt8(ascii: " ")
      position += 1
    }
    return start..<position
  }
}
