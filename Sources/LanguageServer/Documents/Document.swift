import Diagnostics
import Foundation
import JSON

/// A script as the client has it open: unsaved changes included.
package struct Document {
  /// The client's own spelling, which it gets back.
  let uri: String
  let version: Int
  package let file: SourceFile
  let lines: LineTable

  /// A longer text is no script.
  static let longest = 16 << 20

  package init(uri: String, version: Int, bytes: [UInt8]) {
    let path = DocumentAddress.path(uri)
    let name = path.map { URL(fileURLWithPath: $0).lastPathComponent } ?? uri
    self.init(
      uri: uri, version: version,
      file: SourceFile(name: name, path: path, text: String(decoding: bytes, as: UTF8.self)))
  }

  init(uri: String, version: Int, file: SourceFile) {
    (self.uri, self.version, self.file) = (uri, version, file)
    lines = LineTable(file.bytes)
  }

  /// The text after the changes of a `didChange` notification, in their order.
  package func changed(by changes: [JSONValue], version: Int) throws -> Document {
    var document = self
    for change in changes {
      guard let text = change["text"]?.bytes else {
        throw ResponseError(.invalidParams, "a change has no text")
      }
      var bytes = text
      if let range = change["range"], !range.isNull {
        guard let start = Position(range["start"]), let end = Position(range["end"]) else {
          throw ResponseError(.invalidParams, "a change's range has no start or no end")
        }
        let lower = document.lines.offset(of: start)
        let upper = max(lower, document.lines.offset(of: end))
        bytes = document.file.bytes
        bytes.replaceSubrange(lower..<upper, with: text)
      }
      guard bytes.count <= Self.longest else {
        throw ResponseError(
          .invalidParams, "the document is longer than \(Self.longest >> 20) MiB")
      }
      document = Document(uri: uri, version: version, bytes: bytes)
    }
    return changes.isEmpty ? Document(uri: uri, version: version, bytes: file.bytes) : document
  }

  /// The UTF-8 offset of the `position` of a request.
  func offset(_ parameters: JSONValue) throws -> Int {
    guard let position = Position(parameters["position"]) else {
      throw ResponseError(.invalidParams, "the request has no position")
    }
    return lines.offset(of: position)
  }

  func range(_ range: Range<Int>) -> JSONValue { lines.range(range).json }
}
