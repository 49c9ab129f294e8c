import CEditLine
import Foundation

/// Why a text could not be edited in the user's own editor.
package enum ExternalEditorFault: Error, Equatable {
  /// Neither `VISUAL` nor `EDITOR` is set, and none of these is installed.
  case noEditor(tried: [String])
  case failed(command: String, status: Int32)
  case file(path: String, code: Int32)
}

/// Opens a text in `$VISUAL` or `$EDITOR`.
struct ExternalEditor {
  private static let fallbacks = ["editor", "nano", "vi"]
  let environment: [String: String]

  /// Nil where the file wasn't written.
  func edit(_ text: String) throws(ExternalEditorFault) -> String? {
    let path: String
    do {
      path = try ExternalProgram.temporaryFile(
        text.hasSuffix("\n") || text.isEmpty ? text : text + "\n", suffix: ".pts")
    } catch { throw .file(path: error.path, code: error.code) }
    defer { unlink(path) }
    let before = version(path)
    try edit(file: path)
    if version(path) == before { return nil }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .file(path: path, code: errno)
    }
    var edited = String(decoding: data, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
    while edited.hasSuffix("\n") { edited.removeLast() }
    return edited
  }

  /// Waits until the editor was left.
  func edit(file path: String) throws(ExternalEditorFault) {
    let command = try command()
    let status: Int32
    do {
      status = try ExternalProgram.run(command, path)
    } catch { throw .file(path: error.path, code: error.code) }
    guard status == 0 else { throw .failed(command: command, status: status) }
  }

  /// What changes when a file is written, with the same text too.
  private func version(_ path: String) -> [Int] {
    var status = stat()
    guard stat(path, &status) == 0 else { return [] }
    let time = status.st_mtim
    return [Int(status.st_ino), Int(status.st_size), time.tv_sec, time.tv_nsec]
  }

  private func command() throws(ExternalEditorFault) -> String {
    for name in ["VISUAL", "EDITOR"] {
      if let value = environment[name], !value.isEmpty { return value }
    }
    let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    for name in Self.fallbacks {
      if folders.contains(where: { access("\($0)/\(name)", X_OK) == 0 }) { return name }
    }
    throw .noEditor(tried: Self.fallbacks)
  }
}
