import Figures

/// A stream that people or programs read: stdout or stderr.
struct OutputChannel {
  var write: (String) -> Void
  /// The terminal at its end as it is now; windows change their size.
  var terminal: () -> Terminal
  /// How pictures of pixels are shown there; nil where they aren't.
  var pictures: () -> PictureTerminal? = { nil }
  /// Whether a line that was written can be written over.
  var canRedraw: Bool
}
