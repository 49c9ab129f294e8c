import Diagnostics
import Script

/// A file with a name replaced at some places, and where its other places went.
struct RenamedFile {
  let file: SourceFile
  private let places: [Range<Int>]
  /// How much longer the new name is.
  private let growth: Int

  /// A use and what it is bound to, as offsets of one file; the definition's is nil in another file.
  struct Link: Hashable {
    let use: Int
    let definition: Int?
  }

  init(_ old: SourceFile, _ places: [Range<Int>], _ name: String) {
    self.places = places.sorted { $0.lowerBound < $1.lowerBound }
    growth = name.utf8.count - (places.first?.count ?? 0)
    var bytes: [UInt8] = []
    var upper = 0
    for place in self.places {
      bytes += old.bytes[upper..<place.lowerBound]
      bytes += name.utf8
      upper = place.upperBound
    }
    bytes += old.bytes[upper...]
    file = SourceFile(
      name: old.name, path: old.path, text: String(decoding: bytes, as: UTF8.self))
  }

  private func moved(_ offset: Int) -> Int {
    offset + growth * places.count { $0.lowerBound < offset }
  }

  /// A link of the old file, at its new offsets; nil for a use in another file.
  func link(_ occurrence: NameOccurrence, in old: SourceFile) -> Link? {
    Self.link(occurrence, in: old).map {
      Link(use: moved($0.use), definition: $0.definition.map(moved))
    }
  }

  static func link(_ occurrence: NameOccurrence, in file: SourceFile) -> Link? {
    guard occurrence.range.file === file else { return nil }
    let isHere = occurrence.definition.file === file
    return Link(
      use: occurrence.range.lower, definition: isHere ? occurrence.definition.lower : nil)
  }
}
