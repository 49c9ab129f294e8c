/// Gives a file's records one after the other, each with the same columns.
protocol RecordReader {
  /// Known at the latest once the first record was read.
  var columns: [String] { get }

  /// The next record; nil at the end.
  mutating func next() throws(DataFault) -> FileRecord?
}

/// A record as a reader finds it.
struct FileRecord {
  /// The offset of its first byte.
  let start: Int
  /// Its texts by column.
  let fields: [String: String]
  /// What its other columns hold, lists and records, in words.
  var nested: [String: String] = [:]
}
