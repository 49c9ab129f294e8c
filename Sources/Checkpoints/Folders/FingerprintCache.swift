import Crypto
import Files
import Foundation
import Synchronization

/// Digests of files that have been computed before, by the files' paths, sizes and times: in memory, and
/// those of large files also on disk, so that a plan needs no weights.
package final class FingerprintCache: Sendable {
  /// Where digests are kept from one process to the next; nil keeps none.
  private let folder: URL?
  private let known = Mutex<[[FileStamp]: String]>([:])

  private let leastBytes: Int

  /// - Parameter leastBytes: of the files whose digest is kept on disk; that of smaller ones is computed
  ///   sooner than a file is written for it.
  package init(folder: URL? = nil, leastBytes: Int = 64 << 20) {
    self.folder = folder
    self.leastBytes = leastBytes
  }

  /// The digest that `compute` makes of the files' bytes; computed once for as long as they don't change.
  package func digest(of files: [URL], compute: () throws -> String) rethrows -> String {
    let stamps = files.compactMap(FileStamp.init)
    // Missing files are for `compute` to report; a file just written may change unnoticed.
    guard stamps.count == files.count, !stamps.contains(where: \.isFresh) else {
      return try compute()
    }
    if let digest = known.withLock({ $0[stamps] }) { return digest }
    let record = record(of: stamps)
    if let digest = record.flatMap(read) {
      known.withLock { $0[stamps] = digest }
      return digest
    }
    let digest = try compute()
    guard files.compactMap(FileStamp.init) == stamps else { return digest }
    known.withLock { $0[stamps] = digest }
    // A record that can't be written costs time, and nothing else.
    if let record { try? keep(digest, in: record) }
    return digest
  }

  private func keep(_ digest: String, in record: URL) throws(FileError) {
    try Folder.create(record.deletingLastPathComponent())
    try AtomicFile.write(Data(digest.utf8), to: record)
  }

  /// The file that keeps the digest; nil where none does.
  private func record(of stamps: [FileStamp]) -> URL? {
    guard stamps.reduce(0, { $0 + $1.size }) >= leastBytes else { return nil }
    let name = SHA256.hash(data: Data(stamps.map(\.text).joined(separator: "\n").utf8)).hexadecimal
    return folder?.appendingPathComponent(name)
  }

  /// Nil for what isn't a digest.
  private func read(_ record: URL) -> String? {
    guard let data = try? MappedFile.data(record) else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    let isDigest =
      text.utf8.count == 64 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    return isDigest ? text : nil
  }
}
