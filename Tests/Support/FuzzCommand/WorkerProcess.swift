import Foundation

/// This program once more, as a worker that is listened to.
final class WorkerProcess {
  private let process = Process()
  private let pipe = Pipe()
  /// Its files, which a death would leave behind.
  private let scratch: URL
  private var errors: URL { scratch.appendingPathComponent("errors") }
  private var buffer: [UInt8] = []

  enum Event {
    case line(String)
    /// Nothing was said for as long as a case may take.
    case silent
    /// 0, a status, or the number of the signal below zero.
    case ended(Int32)
  }

  init(kind: String, first: UInt64, seconds: Double) throws {
    let memory = URL(fileURLWithPath: "/dev/shm")
    let place =
      FileManager.default.isWritableFile(atPath: memory.path)
      ? memory : FileManager.default.temporaryDirectory
    scratch = place.appendingPathComponent("pts-fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    try Data().write(to: errors)
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["--worker", kind, "\(first)", "--seconds", "\(seconds)"]
    process.environment = ProcessInfo.processInfo.environment.merging([
      // Swift's own crash reporter takes seconds for every crash.
      "SWIFT_BACKTRACE": "enable=no", "TMPDIR": scratch.path,
    ]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    // The other end is the worker's alone, so that its death is noticed.
    try? pipe.fileHandleForWriting.close()
  }

  func nextLine(within seconds: Double) -> Event {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      if let place = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: buffer[..<place], as: UTF8.self)
        buffer.removeSubrange(...place)
        return .line(line)
      }
      let left = end - ContinuousClock.now
      guard left > .zero else { return .silent }
      let milliseconds =
        left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
      var descriptor = pollfd(
        fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, Int32(max(1, milliseconds))) > 0 else { continue }
      let data = pipe.fileHandleForReading.availableData
      if data.isEmpty {
        process.waitUntilExit()
        let status = process.terminationStatus
        return .ended(process.terminationReason == .uncaughtSignal ? -status : status)
      }
      buffer += data
    }
  }

  /// The end of what it said on stderr.
  var lastWords: String {
    let text = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").suffix(3).joined(separator: " | ")
  }

  func end() {
    if process.isRunning {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    try? FileManager.default.removeItem(at: scratch)
  }
}
