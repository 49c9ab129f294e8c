import Foundation

/// A program under a terminal of its own, for tests: keys go in, a screen comes out.
///
/// Every wait is bounded. Not thread-safe; the terminal is read while waiting.
package final class Pseudoterminal {
  package enum Fault: Error {
    case cannotOpen(code: Int32)
    case cannotStart(path: String, code: Int32)
  }

  package private(set) var screen: Screen
  private let master: Int32
  private let child: pid_t
  private var status: Int32?

  package init(
    executable: String, arguments: [String] = [], environment: [String: String] = [:],
    directory: String? = nil, columns: Int = 80, rows: Int = 24
  ) throws {
    // What posix_openpt, unlockpt and ptsname do; Swift's Glibc doesn't have them.
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var locked: Int32 = 0
    var number: UInt32 = 0
    guard master >= 0, ioctl(master, 0x4004_5431, &locked) == 0,  // TIOCSPTLCK
      ioctl(master, 0x8004_5430, &number) == 0  // TIOCGPTN
    else { throw Fault.cannotOpen(code: errno) }
    let name = "/dev/pts/\(number)"
    var window = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &window)
    screen = Screen(columns: columns, rows: rows)

    // A leader of a new session that opens a terminal without O_NOCTTY gets it as its own.
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(0x80))  // POSIX_SPAWN_SETSID

    var variables = ProcessInfo.processInfo.environment.filter {
      !["NO_COLOR", "VISUAL", "EDITOR", "EDITRC"].contains($0.key)
    }
    variables["TERM"] = "xterm-256color"
    variables["LC_ALL"] = "C.UTF-8"
    // The editor of the person who runs the tests must not change them.
    variables["HOME"] = NSTemporaryDirectory()
    variables.merge(environment) { $1 }
    var command = [executable] + arguments
    if let directory {
      command = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory] + command
    }
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var settings: [UnsafeMutablePointer<CChar>?] =
      variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for word in words + settings { free(word) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, command[0], &actions, &attributes, &words, &settings)
    self.child = child
    guard code == 0 else {
      status = -1
      throw Fault.cannotStart(path: executable, code: code)
    }
  }

  deinit {
    if status == nil {
      kill(child, SIGKILL)
      var ignored: Int32 = 0
      waitpid(child, &ignored, 0)
    }
    close(master)
  }

  // MARK: In

  package func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      // The program may be writing too, and neither side may wait for the other.
      var state = pollfd(fd: master, events: Int16(POLLOUT | POLLIN), revents: 0)
      guard poll(&state, 1, 2000) > 0 else { return }
      if state.revents & Int16(POLLIN) != 0 { drain() }
      guard state.revents & Int16(POLLOUT) != 0 else { continue }
      let count = bytes.prefix(512).withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// As a terminal does it when bracketed paste is on; the caller checks that it is.
  package func paste(_ text: String) {
    send("\u{1B}[200~" + text.replacingOccurrences(of: "\n", with: "\r") + "\u{1B}[201~")
  }

  package func resize(columns: Int, rows: Int) {
    drain()
    screen.resize(columns: columns, rows: rows)
    var window = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &window)
  }

  package func signal(_ number: Int32) {
    if status == nil { kill(child, number) }
  }

  // MARK: Out

  /// Waits until the screen meets a condition; false if it doesn't in time.
  package func wait(
    _ seconds: Double = 5, until condition: (Screen) -> Bool
  ) -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while true {
      drain()
      if condition(screen) { return true }
      let left = end.timeIntervalSinceNow
      guard left > 0 else { return false }
      var state = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      poll(&state, 1, Int32(min(left, 0.2) * 1000) + 1)
      // A program that has gone makes the poll return at once.
      if state.revents & Int16(POLLIN) == 0, state.revents != 0 { usleep(5_000) }
    }
  }

  /// Waits until the screen shows a text somewhere.
  package func waitFor(_ text: String, _ seconds: Double = 5) -> Bool {
    wait(seconds) { $0.text.contains(text) }
  }

  /// Waits until a prompt reads keys: an editor turns bracketed paste on when it does. A ^D that is
  /// typed before is no ^D, because the system takes it for the end of a line that it edits.
  package func waitUntilReading(_ seconds: Double = 5) -> Bool {
    wait(seconds) { $0.modes.contains("?2004") }
  }

  /// Waits until nothing has come for a while: what is shown is then final.
  package func settle(_ quiet: Double = 0.15) {
    let end = Date().addingTimeInterval(5)
    while Date() < end {
      drain()
      var state = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      if poll(&state, 1, Int32(quiet * 1000)) == 0 { return }
      if state.revents & Int16(POLLIN) == 0 { return }
    }
  }

  /// The exit status, 128 and the signal's number for a program that one ended, nil if it runs on.
  package func waitForExit(_ seconds: Double = 5) -> Int32? {
    let end = Date().addingTimeInterval(seconds)
    while status == nil {
      drain()
      var raw: Int32 = 0
      if waitpid(child, &raw, WNOHANG) == child {
        status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
        drain()
      } else if Date() < end {
        usleep(5_000)
      } else {
        break
      }
    }
    return status
  }

  /// Whether typed keys would be echoed and lines be edited by the system, as a program that has
  /// left should have it.
  package var isCooked: Bool {
    var modes = termios()
    guard tcgetattr(master, &modes) == 0 else { return false }
    return modes.c_lflag & UInt32(ICANON) != 0 && modes.c_lflag & UInt32(ECHO) != 0
  }

  private func drain() {
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      var state = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      guard poll(&state, 1, 0) > 0, state.revents & Int16(POLLIN) != 0 else { return }
      let count = read(master, &chunk, chunk.count)
      guard count > 0 else { return }
      screen.feed(chunk[..<count])
    }
  }
}
