import Diagnostics
import JSON

/// Places as the protocol has them.
struct Locations {
  private let documents: DocumentStore
  private var tables: [ObjectIdentifier: LineTable] = [:]

  init(_ documents: DocumentStore) { self.documents = documents }

  /// A range of any file of a program; nil in a text that isn't a document.
  mutating func location(_ range: SourceRange) -> JSONValue? {
    guard let uri = uri(of: range.file) else { return nil }
    return .record(["uri": .text(uri), "range": positions(range)])
  }

  /// The URI by which the client knows a file.
  func uri(of file: SourceFile) -> String? {
    let open = documents.all.first { document in
      document.file === file || (file.path != nil && document.file.path == file.path)
    }
    return open?.uri ?? file.path.map(DocumentAddress.uri(ofPath:))
  }

  mutating func positions(_ range: SourceRange) -> JSONValue {
    table(of: range.file).range(range.lower..<range.upper).json
  }

  private mutating func table(of file: SourceFile) -> LineTable {
    if let table = tables[ObjectIdentifier(file)] { return table }
    let table = LineTable(file.bytes)
    tables[ObjectIdentifier(file)] = table
    return table
  }
}
