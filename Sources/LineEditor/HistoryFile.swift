import Foundation

/// The history on disk: JSON strings, one a line, only ever appended to.
///
/// An entry is one `write` on a descriptor opened for appending, so that two shells at once lose
/// nothing; a line that is damaged is passed over.
package struct HistoryFile {
  static let entryLimit = 2000
  private static let readLimit: UInt64 = 8 << 20
  private static let lineLimit = 1 << 20

  let url: URL

  package init(url: URL) { self.url = url }

  /// The newest entries, oldest first. A file that can't be read counts as empty.
  package func load() -> [String] {
    guard let file = try? FileHandle(forReadingFrom: url) else { return [] }
    defer { try? file.close() }
    guard let size = try? file.seekToEnd() else { return [] }
    let start = size > Self.readLimit ? size - Self.readLimit : 0
    guard (try? file.seek(toOffset: start)) != nil,
      let data = try? file.read(upToCount: Int(size - start))
    else { return [] }
    var lines = data.split(separator: UInt8(ascii: "\n"))[...]
    if start > 0 { lines = lines.dropFirst() }
    let decoder = JSONDecoder()
    var entries: [String] = []
    for line in lines.suffix(Self.entryLimit) {
      guard let entry = try? decoder.decode(String.self, from: line), entry != entries.last else {
        continue
      }
      entries.append(entry)
    }
    return entries
  }

  /// Adds an entry. An entry that can't be written is dropped silently: a full disk must not stop work.
  package func append(_ entry: String) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    guard var line = try? encoder.encode(entry), line.count < Self.lineLimit else { return }
    line.append(UInt8(ascii: "\n"))
    let folder = url.deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let descriptor = open(url.path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // A line that another process was killed in must not swallow this one.
    var last: UInt8 = 0
    let end = lseek(descriptor, 0, SEEK_END)
    if end > 0, pread(descriptor, &last, 1, end - 1) == 1, last != UInt8(ascii: "\n") {
      line.insert(UInt8(ascii: "\n"), at: line.startIndex)
    }
    line.withUnsafeBytes { _ = write(descriptor, $0.baseAddress, $0.count) }
  }
}
