import Bindings
import Data
import Foundation

/// The columns of the data files that a text names.
struct DataColumns {
  private let folder: URL

  init(_ folder: URL) { self.folder = folder }

  /// Those of every file in quotes that can be read, in the text's order.
  func named(in text: String) -> [String] {
    var columns: [String] = []
    // Parts between quotes have odd indices.
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() where index % 2 == 1 {
      let name = String(part)
      if let file = try? EmbeddedSets.file(name) {
        columns += (try? DataFile(file, limit: 1))?.columns ?? []
        continue
      }
      let format = DataFile.format(of: URL(fileURLWithPath: name)).format
      guard format != nil, !name.contains("\n") else { continue }
      let path = (name as NSString).expandingTildeInPath
      // One row has the columns, in any format but records of uneven fields.
      if let file = try? DataFile(URL(fileURLWithPath: path, relativeTo: folder), limit: 1) {
        columns += file.columns
      }
    }
    return columns
  }
}
