import Figures

/// A stream that people or programs read: stdout or stderr.
struct OutputChannel {
  var write: (String) -> Void
  /// What can be shown at its end right now; windows change their size.
  var terminal: () -> Terminal
  /// Whether a line that was written can be written over.
  var canRedraw: Bool
}
