import CEditLine
import Foundation

/// A program of the user's that has the terminal for a while: an editor, a pager.
enum ExternalProgram {
  struct Fault: Error {
    let path: String
    let code: Int32
  }

  /// A file with a text, for the caller to remove.
  static func temporaryFile(_ text: String, suffix: String) throws(Fault) -> String {
    var template = Array(
      (NSTemporaryDirectory() as NSString).appendingPathComponent("XXXXXX\(suffix)").utf8CString)
    let descriptor = mkstemps(&template, Int32(suffix.utf8.count))
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0 else { throw Fault(path: path, code: errno) }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress!, $0.count) }
      guard count > 0 else {
        let code = errno
        unlink(path)
        throw Fault(path: path, code: code)
      }
      rest = rest.dropFirst(count)
    }
    return path
  }

  /// Runs the command through the shell, because `EDITOR="code --wait"` is customary; its status,
  /// or 128 and the signal that ended it.
  static func run(_ command: String, _ path: String) throws(Fault) -> Int32 {
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
    guard code == 0 else { throw Fault(path: "/bin/sh", code: code) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}
