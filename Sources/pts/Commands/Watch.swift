import Diagnostics
import Files
import Foundation
import Notebooks
import Script

/// `pts --watch FILE`: runs a script, and then what each change of it or of its data has made stale,
/// until ^C.
struct Watch {
  private let context: CommandContext
  private let session: InteractiveSession

  /// Microseconds between two looks at the files.
  private static let pause: UInt32 = 100_000

  init(_ context: CommandContext) {
    self.context = context
    session = InteractiveSession(context.session, runs: context.runPages)
  }

  /// Returns the status that the command is left with.
  func run(_ file: SourceFile) -> Int32 {
    var ending = context.quietly { context.session.open(file) }
    while true {
      if ending == .interrupted || InterruptSignal.flag.isRaised { return ExitStatus.interrupted }
      context.emit(.notice("watching \(file.name) · ^C leaves"))
      guard waitForChange() else { return ExitStatus.interrupted }
      ending = context.quietly { session.runChanges() }
    }
  }

  /// Waits until the script or a file that it has read is another one; false after ^C.
  private func waitForChange() -> Bool {
    // What changed while cells ran counts from here on; what a cell that failed has read may stay
    // changed, and mustn't run it again and again.
    var seen = context.session.inputURLs.map { ($0, FileStamp($0)) }
    while !InterruptSignal.flag.isRaised {
      for index in seen.indices {
        // An editor may take a file away for a moment while it saves.
        guard let stamp = FileStamp(seen[index].0), stamp != seen[index].1 else { continue }
        seen[index].1 = stamp
        if context.session.hasChanged(seen[index].0) { return true }
      }
      usleep(Self.pause)
    }
    return false
  }
}
