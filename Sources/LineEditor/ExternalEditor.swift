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
    let command = try command()
    var template = Array(
      (NSTemporaryDirectory() as NSString).appendingPathComponent("XXXXXX.pts").utf8CString)
    let descriptor = mkstemps(&template, 4)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0 else { throw .file(path: path, code: errno) }
    close(descriptor)
    defer { unlink(path) }
    do {
      try Data((text.hasSuffix("\n") || text.isEmpty ? text : text + "\n").utf8).write(
        to: URL(fileURLWithPath: path))
    } catch { throw .file(path: path, code: errno) }
    let before = version(path)
    let status = try run(command, path)
    guard status == 0 else { throw .failed(command: command, status: status) }
    if version(path) == before { return nil }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .file(path: path, code: errno)
    }
    var edited = String(decoding: data, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
    while edited.hasSuffix("\n") { edited.removeLast() }
    return edited
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

  /// Runs the command through the shell, because `EDITOR="code --wait"` is customary; its status,
  /// or 128 and the signal that ended it.
  private func run(_ command: String, _ path: String) throws(ExternalEditorFault) -> Int32 {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigfillset(&defaults)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    cel_ignore_interrupts(1)
    defer { cel_ignore_interrupts(0) }
    let words = ["/bin/sh", "-c", "\(command) \"$1\"", "sh", path]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, "/bin/sh", nil, &attributes, &arguments, environ)
    guard code == 0 else { throw .file(path: "/bin/sh", code: code) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}
