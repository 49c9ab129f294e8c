import Foundation

/// Files and folders that could complete a path which is being typed.
struct PathCandidates {
  private let folder: URL
  /// Nil for files of every kind, empty for folders only.
  private let extensions: [String]?

  private static let most = 200

  init(_ folder: URL, _ extensions: [String]?) {
    self.folder = folder
    self.extensions = extensions
  }

  /// - Parameter closing: what goes after a whole file's name.
  func matching(_ prefix: String, closing: String) -> [SessionCompleter.Candidate] {
    let cut = prefix.lastIndex(of: "/").map { prefix.index(after: $0) } ?? prefix.startIndex
    let (parent, begun) = (String(prefix[..<cut]), String(prefix[cut...]))
    let path = (parent as NSString).expandingTildeInPath
    let url = parent.isEmpty ? folder : URL(fileURLWithPath: path, relativeTo: folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    let fitting = names.filter {
      $0.hasPrefix(begun) && ($0.hasPrefix(".") == begun.hasPrefix("."))
    }
    var candidates: [SessionCompleter.Candidate] = []
    for name in fitting.sorted().prefix(Self.most) {
      var isFolder: ObjCBool = false
      let path = url.appendingPathComponent(name).path
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
      if isFolder.boolValue {
        candidates.append(
          .init(name + "/", insert: parent + name + "/", help: "folder", kind: .folder))
      } else if accepts(name) {
        candidates.append(.init(name, insert: parent + name + closing, kind: .file))
      }
    }
    return candidates
  }

  private func accepts(_ name: String) -> Bool {
    guard let extensions else { return true }
    return extensions.contains((name as NSString).pathExtension.lowercased())
  }
}
