import Figures

/// A stream that people or programs read: stdout, stderr, or a test's string.
package struct OutputChannel {
  package var write: (String) -> Void
  /// What the place it leads to can show now; windows change their size.
  package var terminal: () -> Terminal
  /// Whether a line that was written can be written over.
  package var canRedraw: Bool

  package init(
    write: @escaping (String) -> Void, terminal: @escaping () -> Terminal = { Terminal() },
    canRedraw: Bool = false
  ) {
    self.write = write
    self.terminal = terminal
    self.canRedraw = canRedraw
  }
}
