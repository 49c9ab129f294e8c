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
