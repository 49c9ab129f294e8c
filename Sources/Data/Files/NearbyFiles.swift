import Foundation

/// The files of a folder that somebody may have meant.
struct NearbyFiles {
  private let names: [String]

  init(of folder: URL) {
    names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  /// The first few data files.
  var dataFiles: [String] {
    let found = names.filter { DataFile.format(of: URL(fileURLWithPath: $0)).format != nil }
    return Array(found.prefix(4))
  }

  /// The name that takes the fewest changes to become `wanted`, unless that would be another name.
  func nearest(to wanted: String) -> String? {
    let allowed = max(2, wanted.count / 3)
    return
      names
      .map { (name: $0, changes: Self.changes($0.lowercased(), wanted.lowercased())) }
      .filter { $0.changes <= allowed }
      .min { $0.changes < $1.changes }?.name
  }

  /// A file of the same name in a folder below, above or beside the one where it was looked for, as a path
  /// from there; the first by name.
  static func elsewhere(_ url: URL) -> String? {
    let folder = url.deletingLastPathComponent()
    guard FileManager.default.fileExists(atPath: folder.path) else { return nil }
    let parent = folder.deletingLastPathComponent()
    let below = folders(in: folder)
    let candidates =
      below.map { ($0, folder.appendingPathComponent($0)) }
      + below.flatMap { name in
        folders(in: folder.appendingPathComponent(name)).map {
          ("\(name)/\($0)", folder.appendingPathComponent("\(name)/\($0)"))
        }
      } + [("..", parent)]
      + folders(in: parent).map { ("../\($0)", parent.appendingPathComponent($0)) }
    let name = url.lastPathComponent
    return candidates.prefix(mostFolders)
      .first { FileManager.default.fileExists(atPath: $0.1.appendingPathComponent(name).path) }
      .map { "\($0.0)/\(name)" }
  }

  /// More than these aren't looked into.
  private static let mostFolders = 500

  private static func folders(in folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { name in
      var isFolder: ObjCBool = false
      let path = folder.appendingPathComponent(name).path
      return !name.hasPrefix(".")
        && FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && isFolder.boolValue
    }.sorted().prefix(mostFolders).map { $0 }
  }

  /// Levenshtein's distance.
  private static func changes(_ one: String, _ other: String) -> Int {
    let one = Array(one)
    let other = Array(other)
    var row = Array(0...other.count)
    for (i, a) in one.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in other.enumerated() {
        let next = min(row[j], row[j + 1], diagonal - (a == b ? 1 : 0)) + 1
        diagonal = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[other.count]
  }
}
