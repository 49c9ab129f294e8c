import Foundation
import LineEditor
import Ranks
import Script

/// ^C: the first stops the script, the second ends the program, or in a shell only says that it stops.
enum InterruptSignal {
  static let flag = InterruptFlag()
  /// The editor's own handler, which knows a key at the prompt from a script's interrupt.
  nonisolated(unsafe) private static var counting: (@convention(c) (Int32) -> Void)?
  private static let installed: Void = {
    Interrupts.install()
    var action = sigaction()
    sigaction(SIGINT, nil, &action)
    counting = action.__sigaction_handler.sa_handler
    flag.lower()
    action.__sigaction_handler.sa_handler = { number in
      InterruptSignal.counting?(number)
      if Interrupts.count > 0 { InterruptSignal.flag.raise() }
    }
    sigaction(SIGINT, &action, nil)
    // `mpirun` keeps ^C to itself and passes this on, a second before it ends the processes.
    if !Launch.group.isSingle { sigaction(SIGTERM, &action, nil) }
  }()

  static func install() { installed }

  /// Forgets the ^C that came.
  static func reset() {
    Interrupts.reset()
    flag.lower()
  }
}
