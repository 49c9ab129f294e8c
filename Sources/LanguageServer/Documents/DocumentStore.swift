import Diagnostics
import Foundation
import Synchronization

/// The documents that are open, for all threads.
final class DocumentStore: Sendable {
  private let documents = Mutex<[String: Document]>([:])

  /// More are refused: no person has as many open.
  static let limit = 2000

  subscript(uri: String) -> Document? {
    documents.withLock { $0[uri] }
  }

  var all: [Document] { documents.withLock { Array($0.values) } }

  /// False where there are too many.
  func set(_ document: Document) -> Bool {
    documents.withLock { documents in
      guard documents[document.uri] != nil || documents.count < Self.limit else { return false }
      documents[document.uri] = document
      return true
    }
  }

  func remove(_ uri: String) {
    documents.withLock { $0[uri] = nil }
  }

  /// The text of a file as the client has it, where it is open.
  func file(atPath path: String) -> SourceFile? {
    documents.withLock { documents in documents.values.first { $0.file.path == path }?.file }
  }
}
