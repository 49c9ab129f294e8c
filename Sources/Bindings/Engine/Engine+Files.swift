import Diagnostics
import Files
import Foundation
import Script

extension Engine {
  /// What a path in a script means: relative to the script's folder, `~` for home.
  func url(_ path: String, usedIn file: SourceFile) -> URL {
    let expanded = (path as NSString).expandingTildeInPath
    if expanded.hasPrefix("/") { return URL(fileURLWithPath: expanded) }
    let folder =
      file.path.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
      ?? URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    return folder.appendingPathComponent(expanded).standardizedFileURL
  }

  func readBytes(_ path: String, usedIn file: SourceFile) throws -> [UInt8] {
    let url = url(path, usedIn: file)
    do {
      return Array(try Data(contentsOf: url, options: .mappedIfSafe))
    } catch {
      throw Fault(
        "`\(path)` can't be read: \(Self.reason(url))", hint: "looked for \(url.path)",
        at: .argument(0))
    }
  }

  /// Writes a file whole: it is on the disk when this returns.
  package func write(file text: String, to url: URL) throws {
    try AtomicFile.write(Data(text.utf8), to: url)
  }

  /// Writes once for all processes; what was written is there for every one of them afterwards.
  func writing(_ body: () throws -> Void) throws {
    if ranks.isFirst { try body() }
    ranks.barrier()
  }

  private static func reason(_ url: URL) -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      return "there is no such file"
    }
    return isFolder.boolValue ? "it is a folder" : "no right to read it"
  }
}
