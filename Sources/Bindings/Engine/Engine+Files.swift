import Diagnostics
import Files
import Foundation
import Script

extension Engine {
  /// What a path in a script means: relative to the script's folder, `~` for home.
  func url(_ path: String, usedIn file: SourceFile) -> URL {
    let expanded = (path as NSString).expandingTildeInPath
    if expanded.hasPrefix("/") { return URL(fileURLWithPath: expanded) }
    return folder(of: file).appendingPathComponent(expanded).standardizedFileURL
  }

  /// What relative paths in a script begin at.
  private func folder(of file: SourceFile) -> URL {
    file.path.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
      ?? URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
  }

  func readBytes(_ path: String, usedIn file: SourceFile) throws -> [UInt8] {
    let url = url(path, usedIn: file)
    do {
      defer { inputs.note(url) }
      return try StreamedFile.bytes(of: url, limit: Limits.stringLength) {
        environment.interrupt.isRaised
      }
    } catch FileError.interrupted {
      throw ScriptError.interrupted
    } catch {
      throw Fault(
        "`\(path)` \(error.clause)", hint: path == url.path ? nil : "looked for \(url.path)",
        at: .argument(0))
    }
  }

  func writeText(
    _ text: String, to path: String, usedIn file: SourceFile, _ options: WriteOptions
  ) throws {
    // What is printed comes before it, and nothing overtakes.
    switch AtomicFile.descriptor(of: url(path, usedIn: file)) {
    case STDOUT_FILENO: return environment.write(text)
    case STDERR_FILENO: return environment.warn(text)
    default: break
    }
    try write(Data(text.utf8), to: path, usedIn: file, options, named: .argument(0))
  }

  /// - Parameter place: where a call names the file.
  func write(
    _ data: Data, to path: String, usedIn file: SourceFile, _ options: WriteOptions,
    named place: Fault.Place
  ) throws {
    let url = url(path, usedIn: file)
    do throws(FileError) {
      if options.makesFolders { try Folder.create(url.deletingLastPathComponent()) }
      let isInterrupted = { self.environment.interrupt.isRaised }
      if options.appends {
        try AtomicFile.append(data, to: url, isInterrupted: isInterrupted)
      } else {
        try AtomicFile.write(data, to: url, isInterrupted: isInterrupted)
      }
      inputs.noteWrite(url)
    } catch {
      if case .interrupted = error { throw ScriptError.interrupted }
      var hint: String?
      if case .noFolder = error { hint = "make it first, or write `mkdir: true`" }
      throw Fault("`\(path)` \(error.clause)", hint: hint, at: place)
    }
  }

  /// The paths as the pattern begins: relative where it is.
  func listFiles(_ pattern: String, usedIn file: SourceFile) throws -> [String] {
    let start = folder(of: file).path + "/"
    do throws(FileError) {
      let url = url(pattern, usedIn: file)
      let isRelative = !(pattern as NSString).expandingTildeInPath.hasPrefix("/")
      return try FileList.paths(url.path).map { path in
        isRelative && path.hasPrefix(start) ? String(path.dropFirst(start.count)) : path
      }
    } catch {
      throw Fault("`\(pattern)` \(error.clause)", at: .argument(0))
    }
  }

  /// Writes a file whole: it is on the disk when this returns.
  package func write(file text: String, to url: URL) throws(FileError) {
    try AtomicFile.write(Data(text.utf8), to: url)
  }

  /// Writes once for all processes; what was written is there for every one of them afterwards.
  func writing(_ body: () throws -> Void) throws {
    if ranks.isFirst { try body() }
    ranks.barrier()
  }
}
