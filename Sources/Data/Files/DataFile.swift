import Files
import Foundation

/// A data file as read: its columns in the file's order, and its records.
package struct DataFile: Sendable {
  package let columns: [String]
  package let rows: [DataRow]

  /// The formats that are read, named as their files' extensions.
  package enum Format: String, CaseIterable, Sendable {
    case csv, tsv, jsonl, json
  }

  /// How a table's text is to be read; what isn't given follows from the format.
  package struct Dialect: Sendable {
    /// An ASCII character: a comma, or of a .tsv file a tab.
    package var separator: UInt8?
    /// Whether a field that begins with a quote ends with one and may hold separators and line
    /// breaks: so in .csv files; in .tsv files a quote is a character as any other.
    package var quotes: Bool?

    package init(separator: UInt8? = nil, quotes: Bool? = nil) {
      self.separator = separator
      self.quotes = quotes
    }
  }

  /// The longest text of one field, in bytes.
  package static let fieldLimit = 16 << 20
  /// More columns than any table for prompts has; a file that goes past it is something else.
  package static let columnLimit = 4096

  /// Reads an untrusted file, or says what is wrong with it and where.
  ///
  /// - Parameters:
  ///   - name: what messages call the file; its own name unless another is given.
  ///   - limit: how many records to read; what comes after them is not looked at.
  ///   - fallback: the format of a file whose name doesn't say one.
  package init(
    _ url: URL, name: String? = nil, dialect: Dialect = Dialect(), limit: Int? = nil,
    fallback: Format? = nil
  ) throws(DataFileError) {
    let name = name ?? url.lastPathComponent
    try Self.checkKind(of: url)
    let (known, isCompressed) = Self.format(of: url)
    let format = known ?? fallback
    if StreamedFile.isStream(url) {
      self = try Self(stream: url, name, format, dialect, limit)
      return
    }
    guard let format else {
      throw DataFileError(
        file: url, problem: .unknownFormat(url.pathExtension, name: url.lastPathComponent))
    }
    let file: MappedFile
    do {
      file = try MappedFile(url)
    } catch {
      throw DataFileError(file: url, problem: .unreadable(error.reason))
    }
    defer { withExtendedLifetime(file) {} }
    let stored = file.bytes.bindMemory(to: UInt8.self)
    guard isCompressed, !stored.isEmpty else {
      self = try Self(stored, of: url, name, format, dialect, limit)
      return
    }
    self = try Self(compressed: stored, of: url, name, format, dialect, limit)
  }

  /// Reads what comes out of a pipe, to its end. Its format is that of its name, or else of its first
  /// character: `<(…)` has no name.
  private init(
    stream url: URL, _ name: String, _ format: Format?, _ dialect: Dialect, _ limit: Int?
  ) throws(DataFileError) {
    let bytes: [UInt8]
    do {
      // Whatever else wakes a read than ^C isn't known here.
      bytes = try StreamedFile.bytes(of: url, limit: Gzip.expandedLimit) { true }
    } catch {
      throw DataFileError(file: url, problem: .unreadable(error.reason))
    }
    self = try bytes.withUnsafeBufferPointer { bytes throws(DataFileError) in
      if Gzip.isGzip(bytes) {
        return try Self(compressed: bytes, of: url, name, format, dialect, limit)
      }
      return try Self(bytes, of: url, name, format, dialect, limit)
    }
  }

  private init(
    compressed bytes: UnsafeBufferPointer<UInt8>, of url: URL, _ name: String, _ format: Format?,
    _ dialect: Dialect, _ limit: Int?
  ) throws(DataFileError) {
    let inflated: [UInt8]
    do throws(DataFault) {
      inflated = try Gzip.inflated(bytes)
    } catch {
      throw DataFileError(file: url, problem: error.problem)
    }
    self = try inflated.withUnsafeBufferPointer { bytes throws(DataFileError) in
      try Self(bytes, of: url, name, format, dialect, limit)
    }
  }

  /// Reads a file's text.
  private init(
    _ bytes: UnsafeBufferPointer<UInt8>, of url: URL, _ name: String, _ known: Format?,
    _ dialect: Dialect, _ limit: Int?
  ) throws(DataFileError) {
    let format = known ?? Format(firstOf: bytes)
    if let given = dialect.given, !format.isTable {
      throw DataFileError(file: url, problem: .dialectOfRecords(field: given))
    }
    do throws(DataFault) {
      let start = try Self.startOfText(bytes)
      var reader: any RecordReader =
        switch format {
        case .csv, .tsv: try SeparatedReader(bytes, from: start, format, dialect)
        case .jsonl: JSONRecordReader(bytes, from: start, layout: .lines)
        case .json: JSONRecordReader(bytes, from: start, layout: .list)
        }
      var rows: [DataRow] = []
      var lines = LineCounter()
      while rows.count < limit ?? .max, let record = try reader.next() {
        lines.advance(to: record.start, of: bytes)
        rows.append(
          DataRow(
            index: rows.count, fields: record.fields, nested: record.nested,
            origin: .line(lines.line, of: name)))
      }
      guard !rows.isEmpty else { throw DataFault(.noRows, at: nil) }
      self.rows = rows
      columns = reader.columns
      guard !columns.isEmpty else { throw DataFault(.unnamedColumn(1), at: start) }
    } catch {
      throw DataFileError(error, file: url, bytes: bytes)
    }
  }

  /// A file's format by its name, and whether gzip has compressed it: `reviews.csv.gz`.
  package static func format(of url: URL) -> (format: Format?, isCompressed: Bool) {
    let isCompressed = url.pathExtension.lowercased() == "gz"
    let inner = isCompressed ? url.deletingPathExtension() : url
    return (Format(rawValue: inner.pathExtension.lowercased()), isCompressed)
  }

  private static func checkKind(of url: URL) throws(DataFileError) {
    var status = stat()
    guard stat(url.path, &status) == 0 else {
      guard errno == ENOENT || errno == ENOTDIR else {
        throw DataFileError(file: url, problem: .unreadable(SystemReason.text(errno)))
      }
      let nearby = NearbyFiles(of: url.deletingLastPathComponent())
      throw DataFileError(
        file: url,
        problem: .noSuchFile(
          nearest: nearby.nearest(to: url.lastPathComponent), elsewhere: NearbyFiles.elsewhere(url))
      )
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw DataFileError(file: url, problem: .isFolder(dataFiles: NearbyFiles(of: url).dataFiles))
    }
  }

  /// Where the text begins after a byte order mark, once the file is known to hold text at all.
  private static func startOfText(_ bytes: UnsafeBufferPointer<UInt8>) throws(DataFault) -> Int {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw DataFault(.utf16, at: 0)
    }
    if Gzip.isGzip(bytes) { throw DataFault(.gzip(.unnamed), at: nil) }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard bytes.count > start else { throw DataFault(.empty, at: nil) }
    if let zero = memchr(bytes.baseAddress!, 0, bytes.count) {
      throw DataFault(.zeroByte, at: UnsafeRawPointer(zero) - UnsafeRawPointer(bytes.baseAddress!))
    }
    return start
  }
}

extension DataFile.Format {
  fileprivate var isTable: Bool { self == .csv || self == .tsv }

  /// What a text without a name looks like.
  fileprivate init(firstOf bytes: UnsafeBufferPointer<UInt8>) {
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    switch bytes.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
    case UInt8(ascii: "["): self = .json
    case UInt8(ascii: "{"): self = .jsonl
    default: self = line.contains(0x09) && !line.contains(UInt8(ascii: ",")) ? .tsv : .csv
    }
  }
}

extension DataFile.Dialect {
  /// A field of it that somebody has chosen.
  fileprivate var given: String? {
    separator != nil ? "separator" : quotes != nil ? "quotes" : nil
  }
}
