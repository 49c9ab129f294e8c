import Foundation

/// What is wrong with a data file, and where.
package struct DataFileError: Error, Hashable {
  package enum Problem: Hashable, Sendable {
    case noSuchFile(nearest: String?, elsewhere: String? = nil)
    case isFolder(dataFiles: [String])
    case unreadable(String)
    case unknownFormat(String, name: String)
    /// A field that says how a table is read, for a file of JSON records.
    case dialectOfRecords(field: String)
    case gzip(GzipProblem)
    case empty
    case noRows
    case utf16
    /// At a byte of the file, counted from 0.
    case notUTF8(byte: Int)
    case zeroByte

    case unclosedQuote
    case blankBeforeQuote
    case textAfterQuote
    case wrongFieldCount(found: Int, expected: Int, hasQuotes: Bool)
    case duplicateColumn(String)
    /// Counted from 1.
    case unnamedColumn(Int)
    case tooManyColumns(limit: Int)
    case otherSeparator(String)

    case json(JSONProblem)
    case notAList(found: String)
    case notARecord(found: String)

    case fieldTooLong(String, limit: Int)
    case recordTooLong(limit: Int)
  }

  /// A fault of a compressed file.
  package enum GzipProblem: Hashable, Sendable {
    /// By its bytes, though its name doesn't say so.
    case unnamed
    /// By its name, though its bytes aren't.
    case notGzip
    case endsEarly
    case corrupt
    case tooLarge(limit: Int)
    case noMemory
  }

  /// A fault of the JSON text itself.
  package enum JSONProblem: Hashable, Sendable {
    case endsEarly
    case unexpected(UInt8)
    case badEscape
    case controlCharacter
    case badNumber
    case tooDeep(limit: Int)
    case moreText
  }

  package let file: URL
  /// Counted from 1.
  package let line: Int?
  /// Characters (Unicode scalars) from the line's start, counted from 1.
  package let column: Int?
  package let problem: Problem
}

extension DataFileError {
  init(file: URL, problem: Problem) {
    self.init(file: file, line: nil, column: nil, problem: problem)
  }

  /// Places a reader's fault: lines and columns are counted once, when they are needed.
  init(_ fault: DataFault, file: URL, bytes: UnsafeBufferPointer<UInt8>) {
    guard let offset = fault.offset else {
      self.init(file: file, problem: fault.problem)
      return
    }
    var lines = LineCounter()
    lines.advance(to: offset, of: bytes)
    var lineStart = lines.lineStart
    if lineStart == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lineStart = min(3, offset) }
    let column = bytes[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1
    self.init(file: file, line: lines.line, column: column, problem: fault.problem)
  }
}
