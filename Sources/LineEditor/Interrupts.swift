import CEditLine

/// ^C while a cell runs: it is counted, and the second one ends the process with status 130, or, once
/// `survive` was called, says that the cell is still stopping.
///
/// At the prompt ^C is a key and doesn't count here.
package enum Interrupts {
  /// Takes over SIGINT. Reading a line does it too; a script without an editor calls it first.
  package static func install() {
    cel_install_interrupt()
  }

  /// How many ^C came since the last reset. Cheap enough to read in every pass of a loop.
  package static var count: Int { Int(cel_interrupts()) }

  /// From here on the process has something to lose: no ^C ends it.
  package static func survive() { cel_survive_interrupts() }

  /// Forgets what came; call it where a run starts.
  package static func reset() {
    cel_reset_interrupts()
  }
}
